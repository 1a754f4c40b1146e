resource "aws_ssm_document" "this" {
  name          = "probe"
  document_type = "Command"
  content = jsonencode({
    schemaVersion = "2.2"
    description   = "A probe."
    mainSteps     = [{ action = "aws:runShellScript", name = "date", inputs = { runCommand = ["date"] } }]
  })
}

resource "aws_ssm_association" "this" {
  name                = aws_ssm_document.this.name
  schedule_expression = "rate(1 day)"
  targets {
    key    = "tag:Name"
    values = ["probe"]
  }
}

resource "aws_ssm_maintenance_window" "this" {
  name     = "probe"
  schedule = "cron(0 16 ? * TUE *)"
  duration = 3
  cutoff   = 1
  tags     = { team = "probe" }
}

resource "aws_ssm_maintenance_window_target" "this" {
  window_id     = aws_ssm_maintenance_window.this.id
  resource_type = "INSTANCE"
  targets {
    key    = "tag:Name"
    values = ["probe"]
  }
}

resource "aws_ssm_maintenance_window_task" "this" {
  window_id       = aws_ssm_maintenance_window.this.id
  task_arn        = "AWS-RunShellScript"
  task_type       = "RUN_COMMAND"
  max_concurrency = 2
  max_errors      = 1
  targets {
    key    = "WindowTargetIds"
    values = [aws_ssm_maintenance_window_target.this.id]
  }
  task_invocation_parameters {
    run_command_parameters {
      timeout_seconds = 600
      parameter {
        name   = "commands"
        values = ["date"]
      }
    }
  }
}

resource "aws_ssm_patch_baseline" "this" {
  name             = "probe"
  operating_system = "AMAZON_LINUX_2023"
  approval_rule {
    approve_after_days = 7
    patch_filter {
      key    = "PRODUCT"
      values = ["*"]
    }
  }
}

resource "aws_ssm_patch_group" "this" {
  baseline_id = aws_ssm_patch_baseline.this.id
  patch_group = "probe"
}

resource "aws_ssm_service_setting" "this" {
  setting_id    = "arn:aws:ssm:eu-west-1:000000000000:servicesetting/ssm/parameter-store/high-throughput-enabled"
  setting_value = "true"
}

resource "aws_iam_role" "this" {
  name = "probe-ssm"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ssm.amazonaws.com" } }]
  })
}

resource "aws_ssm_activation" "this" {
  name               = "probe"
  iam_role           = aws_iam_role.this.id
  registration_limit = 5
}
