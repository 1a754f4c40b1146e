# Keeps provisioned capacity near its target use.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
locals {
  scaled = var.provisioned == null ? {} : {
    read  = merge(var.provisioned.read, { dimension = "ReadCapacityUnits", metric = "DynamoDBReadCapacityUtilization" })
    write = merge(var.provisioned.write, { dimension = "WriteCapacityUnits", metric = "DynamoDBWriteCapacityUtilization" })
  }
}

resource "aws_appautoscaling_target" "this" {
  for_each = local.scaled

  max_capacity       = each.value.max
  min_capacity       = each.value.min
  resource_id        = "table/${aws_dynamodb_table.this.name}"
  scalable_dimension = "dynamodb:table:${each.value.dimension}"
  service_namespace  = "dynamodb"

  tags = var.tags
}

resource "aws_appautoscaling_policy" "this" {
  for_each = local.scaled

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value = each.value.target_percent

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
    }
  }
}
