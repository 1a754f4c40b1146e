# Keeps provisioned capacity within its bounds, and near its target use where they leave room. A target brings a
# table that
# was on demand, which DynamoDB begins with 1 unit, into its bounds at once, and costs nothing; a policy makes alarms.
# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
locals {
  scaled = var.provisioned == null ? {} : {
    read = merge(var.provisioned.read, { dimension = "ReadCapacityUnits", metric = "DynamoDBReadCapacityUtilization" })
    write = merge(
      var.provisioned.write,
      { dimension = "WriteCapacityUnits", metric = "DynamoDBWriteCapacityUtilization" }
    )
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
  for_each = { for kind, capacity in local.scaled : kind => capacity if capacity.min < capacity.max }

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
