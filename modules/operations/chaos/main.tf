data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

# Every experiment as one action on one target: what FIS does, and to what.
# https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
locals {
  partition = data.aws_partition.this.partition
  place     = "${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"

  templates = merge(
    {
      for key, each in var.stop_tasks : key => {
        description = "${each.percent} percent of the tasks of ${reverse(split("/", each.service.arn))[0]} stop."
        action      = "aws:ecs:stop-task"
        of          = "Tasks"
        parameters  = {}
        target      = "aws:ecs:task"
        arns        = []
        selection   = "PERCENT(${each.percent})"
        where       = { cluster = split("/", each.service.arn)[1], service = split("/", each.service.arn)[2] }
      }
    },
    {
      for key, each in var.fail_zones : key => {
        description = "Zone ${each.zone} of ${each.network.id} is cut off for ${each.duration_minutes} minutes."
        action      = "aws:network:disrupt-connectivity"
        of          = "Subnets"
        parameters  = { duration = "PT${each.duration_minutes}M", scope = "all" }
        target      = "aws:ec2:subnet"
        arns        = []
        selection   = "ALL"
        where       = { availabilityZoneIdentifier = each.zone, vpc = each.network.id }
      }
    },
    {
      for key, each in var.slow_tasks : key => {
        description = "${each.percent} percent of the tasks of ${reverse(split("/", each.service.arn))[0]} are slow."
        action      = "aws:ecs:task-network-latency"
        of          = "Tasks"
        parameters = {
          delayMilliseconds = tostring(each.delay_ms)
          duration          = "PT${each.duration_minutes}M"
        }
        target    = "aws:ecs:task"
        arns      = []
        selection = "PERCENT(${each.percent})"
        where     = { cluster = split("/", each.service.arn)[1], service = split("/", each.service.arn)[2] }
      }
    },
    {
      for key, each in var.throttle_apis : key => {
        description = "${each.percent} percent of the calls of ${each.service} by a role are throttled."
        action      = "aws:fis:inject-api-throttle-error"
        of          = "Roles"
        parameters = {
          duration   = "PT${each.duration_minutes}M"
          operations = join(",", each.operations)
          percentage = tostring(each.percent)
          service    = each.service
        }
        target    = "aws:iam:role"
        arns      = [each.role.arn]
        selection = "ALL"
        where     = {}
      }
    },
  )
}

resource "aws_fis_experiment_template" "this" {
  for_each = local.templates

  description = each.value.description
  role_arn    = aws_iam_role.this.arn

  action {
    name      = "act"
    action_id = each.value.action

    dynamic "parameter" {
      for_each = each.value.parameters

      content {
        key   = parameter.key
        value = parameter.value
      }
    }

    target {
      key   = each.value.of
      value = "target"
    }
  }

  # Experiments end by themselves when users would notice.
  dynamic "stop_condition" {
    for_each = var.stop_alarms

    content {
      source = "aws:cloudwatch:alarm"
      value  = stop_condition.value
    }
  }

  target {
    name           = "target"
    parameters     = length(each.value.where) > 0 ? each.value.where : null
    resource_arns  = length(each.value.arns) > 0 ? each.value.arns : null
    resource_type  = each.value.target
    selection_mode = each.value.selection
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  depends_on = [aws_iam_role_policy.this]
}
