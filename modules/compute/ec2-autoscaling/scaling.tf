# What moves the number of instances between its bounds, and what waits for it.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
locals {
  predefined = {
    for metric, target in {
      ASGAverageCPUUtilization = var.scaling.cpu_percent
      ALBRequestCountPerTarget = var.scaling.requests_per_instance
    } : metric => target if target != null
  }

  hooks = {
    for name, hook in var.hooks : name => {
      result     = hook.otherwise == "continue" ? "CONTINUE" : "ABANDON"
      transition = hook.at == "launch" ? "autoscaling:EC2_INSTANCE_LAUNCHING" : "autoscaling:EC2_INSTANCE_TERMINATING"
    }
  }
}

resource "aws_autoscaling_policy" "predefined" {
  for_each = local.predefined

  name                   = "${var.name}-${each.key}"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = each.value

    predefined_metric_specification {
      predefined_metric_type = each.key
      resource_label = (
        each.key == "ALBRequestCountPerTarget" ? one(module.listener[*].request_count_label) : null
      )
    }
  }
}

resource "aws_autoscaling_policy" "metric" {
  for_each = var.scaling_metrics

  name                   = "${var.name}-${each.key}"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = each.value.target

    customized_metric_specification {
      metric_name = each.value.metric
      namespace   = each.value.namespace
      statistic   = each.value.statistic

      dynamic "metric_dimension" {
        for_each = each.value.dimensions

        content {
          name  = metric_dimension.key
          value = metric_dimension.value
        }
      }
    }
  }
}

# Learns from two weeks what each hour of the week needs. It adds instances before they are needed and takes none away.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-policy-overview.html
resource "aws_autoscaling_policy" "predictive" {
  count = var.scaling.predictive == null ? 0 : 1

  name                   = "${var.name}-predictive"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "PredictiveScaling"

  predictive_scaling_configuration {
    max_capacity_breach_behavior = "HonorMaxCapacity"
    mode                         = var.scaling.predictive.acts ? "ForecastAndScale" : "ForecastOnly"
    scheduling_buffer_time       = var.scaling.predictive.ahead_seconds

    metric_specification {
      target_value = var.scaling.cpu_percent

      predefined_metric_pair_specification {
        predefined_metric_type = "ASGCPUUtilization"
      }
    }
  }
}

# A schedule that moved the bounds would be taken back by the next apply: it moves the number.
resource "aws_autoscaling_schedule" "this" {
  for_each = var.scaling.schedules

  scheduled_action_name  = "${var.name}-${each.key}"
  autoscaling_group_name = aws_autoscaling_group.this.name
  desired_capacity       = each.value.instances
  max_size               = -1 # as it is
  min_size               = -1
  recurrence             = each.value.schedule
  time_zone              = each.value.timezone
}

resource "aws_autoscaling_lifecycle_hook" "this" {
  for_each = var.hooks

  name                   = each.key
  autoscaling_group_name = aws_autoscaling_group.this.name
  default_result         = local.hooks[each.key].result
  heartbeat_timeout      = each.value.timeout_seconds
  lifecycle_transition   = local.hooks[each.key].transition
}
