# The bounds, and what moves the number of tasks between them.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
locals {
  # Policies make two alarms each, and have nothing to do where the bounds leave no room.
  scales = !var.daemon && (var.tasks.min < var.tasks.max || length(var.scaling.schedules) > 0)
  predefined = {
    for metric, target in {
      ECSServiceAverageCPUUtilization    = var.scaling.cpu_percent
      ECSServiceAverageMemoryUtilization = var.scaling.memory_percent
      ALBRequestCountPerTarget           = var.scaling.requests_per_task
    } : metric => target if target != null && local.scales
  }
}

# Schedules move the bounds themselves. So the bounds are not looked at again, and changed bounds replace the target.
resource "terraform_data" "bounds" {
  input = var.tasks
}

moved {
  from = aws_appautoscaling_target.this
  to   = aws_appautoscaling_target.this[0]
}

resource "aws_appautoscaling_target" "this" {
  count = var.daemon ? 0 : 1

  max_capacity       = var.tasks.max
  min_capacity       = var.tasks.min
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"

  tags = var.tags

  lifecycle {
    ignore_changes       = [max_capacity, min_capacity]
    replace_triggered_by = [terraform_data.bounds]
  }
}

resource "aws_appautoscaling_policy" "predefined" {
  for_each = local.predefined

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  target_tracking_scaling_policy_configuration {
    scale_in_cooldown  = 300
    scale_out_cooldown = 60
    target_value       = each.value

    predefined_metric_specification {
      predefined_metric_type = each.key
      resource_label = (
        each.key == "ALBRequestCountPerTarget" ? one(module.listener[*].request_count_label) : null
      )
    }
  }

  lifecycle {
    replace_triggered_by = [terraform_data.bounds]
  }
}

# https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
resource "aws_appautoscaling_policy" "backlog" {
  count = var.scaling.backlog == null || !local.scales ? 0 : 1

  name               = "${var.name}-backlog"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  target_tracking_scaling_policy_configuration {
    scale_in_cooldown  = 300
    scale_out_cooldown = 60
    target_value       = var.scaling.backlog.messages_per_task

    customized_metric_specification {
      metrics {
        id          = "per_task"
        expression  = "waiting / IF(tasks > 0, tasks, 1)"
        label       = "Messages per task"
        return_data = true
      }

      metrics {
        id          = "waiting"
        label       = "Waiting messages"
        return_data = false

        metric_stat {
          stat = "Sum"

          metric {
            metric_name = "ApproximateNumberOfMessagesVisible"
            namespace   = "AWS/SQS"

            dimensions {
              name  = "QueueName"
              value = var.scaling.backlog.queue.name
            }
          }
        }
      }

      metrics {
        id          = "tasks"
        label       = "Running tasks"
        return_data = false

        metric_stat {
          stat = "Average"

          metric {
            metric_name = "RunningTaskCount"
            namespace   = "ECS/ContainerInsights"

            dimensions {
              name  = "ClusterName"
              value = var.cluster.name
            }

            dimensions {
              name  = "ServiceName"
              value = aws_ecs_service.this.name
            }
          }
        }
      }
    }
  }

  lifecycle {
    replace_triggered_by = [terraform_data.bounds]
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = var.scaling.schedules

  name               = "${var.name}-${each.key}"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  schedule           = each.value.schedule
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  timezone           = each.value.timezone

  scalable_target_action {
    max_capacity = each.value.max
    min_capacity = each.value.min
  }

  lifecycle {
    replace_triggered_by = [terraform_data.bounds]
  }
}
