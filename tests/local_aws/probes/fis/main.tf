resource "aws_iam_role" "this" {
  name = "probe-fis"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "fis.amazonaws.com" } }]
  })
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/probe/fis"
}

resource "aws_cloudwatch_metric_alarm" "stop" {
  alarm_name          = "probe-fis-stop"
  namespace           = "Probe"
  metric_name         = "errors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 60
  threshold           = 1
}

resource "aws_fis_experiment_template" "this" {
  description = "A task ends."
  role_arn    = aws_iam_role.this.arn
  tags        = { Name = "probe" }

  action {
    name      = "stop"
    action_id = "aws:ecs:stop-task"

    target {
      key   = "Tasks"
      value = "tasks"
    }
  }

  action {
    name        = "slow"
    action_id   = "aws:ecs:task-network-latency"
    start_after = ["stop"]

    parameter {
      key   = "duration"
      value = "PT5M"
    }

    parameter {
      key   = "delayMilliseconds"
      value = "200"
    }

    target {
      key   = "Tasks"
      value = "tasks"
    }
  }

  target {
    name           = "tasks"
    resource_type  = "aws:ecs:task"
    selection_mode = "COUNT(1)"

    parameters = {
      cluster = "probe"
      service = "orders"
    }
  }

  stop_condition {
    source = "aws:cloudwatch:alarm"
    value  = aws_cloudwatch_metric_alarm.stop.arn
  }

  experiment_options {
    account_targeting            = "single-account"
    empty_target_resolution_mode = "fail"
  }

  log_configuration {
    log_schema_version = 2

    cloudwatch_logs_configuration {
      log_group_arn = "${aws_cloudwatch_log_group.this.arn}:*"
    }
  }
}
