locals {
  throttles = merge(
    {
      for side in ["Read", "Write"] : "${lower(side)}-throttles" => { metric = "${side}ThrottleEvents", index = null }
    },
    merge([
      for index in keys(var.global_indexes) : {
        for side in ["Read", "Write"] :
        "${index}-${lower(side)}-throttles" => { metric = "${side}ThrottleEvents", index = index }
      }
    ]...),
  )

  # SystemErrors is counted per operation only.
  # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  operations = [
    "BatchGetItem",
    "BatchWriteItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "TransactWriteItems",
    "UpdateItem",
  ]
}

# Whatever an alarm says of missing data, it ignores those of DynamoDB: as nothing is counted while nothing is refused,
# it would never be OK again. So they are filled.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
resource "aws_cloudwatch_metric_alarm" "throttles" {
  for_each = length(var.alarm_actions) > 0 ? local.throttles : {}

  alarm_name          = "${var.name}-table-${each.key}"
  alarm_description   = "Requests to ${var.name} are refused: a key is hot, or a limit too low."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  threshold           = 0
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "refused"
    expression  = "FILL(throttles, 0)"
    label       = "Refused requests"
    return_data = true
  }

  metric_query {
    id = "throttles"

    metric {
      dimensions = merge(
        { TableName = aws_dynamodb_table.this.name },
        each.value.index == null ? {} : { GlobalSecondaryIndexName = each.value.index },
      )
      metric_name = each.value.metric
      namespace   = "AWS/DynamoDB"
      period      = 60
      stat        = "Sum"
    }
  }

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "system_errors" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${var.name}-table-system-errors"
  alarm_description   = "DynamoDB itself fails requests to ${var.name}: see the AWS Health Dashboard."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  threshold           = 0
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "errors"
    expression  = "SUM(FILL(METRICS(), 0))"
    label       = "System errors"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.operations

    content {
      id = lower(metric_query.value)

      metric {
        dimensions  = { TableName = aws_dynamodb_table.this.name, Operation = metric_query.value }
        metric_name = "SystemErrors"
        namespace   = "AWS/DynamoDB"
        period      = 60
        stat        = "Sum"
      }
    }
  }

  tags = var.tags
}
