# https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
resource "aws_cloudwatch_metric_alarm" "offline" {
  count = length(var.alarm_actions) > 0 && !local.serverless ? 1 : 0

  alarm_name          = "${var.name}-kafka-offline-partitions"
  alarm_description   = "Partitions of ${var.name} have no leader: nobody can write to them or read from them."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { "Cluster Name" = aws_msk_cluster.this[0].cluster_name }
  evaluation_periods  = 3
  metric_name         = "OfflinePartitionsCount"
  namespace           = "AWS/Kafka"
  period              = 60
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "disk" {
  for_each = toset([
    for broker in range(1, try(var.provisioned.zones * var.provisioned.brokers_per_zone, 0) + 1) : tostring(broker)
    if length(var.alarm_actions) > 0 && !startswith(try(var.provisioned.instance_type, ""), "express.")
  ])

  alarm_name          = "${var.name}-kafka-disk-${each.key}"
  alarm_description   = "Broker ${each.key} of ${var.name} uses more than ${var.alarm_disk_percent} % of its storage."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { "Broker ID" = each.key, "Cluster Name" = aws_msk_cluster.this[0].cluster_name }
  evaluation_periods  = 1
  metric_name         = "KafkaDataLogsDiskUsed"
  namespace           = "AWS/Kafka"
  period              = 300
  statistic           = "Maximum"
  threshold           = var.alarm_disk_percent
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

# https://docs.aws.amazon.com/msk/latest/developerguide/consumer-lag.html
resource "aws_cloudwatch_metric_alarm" "lag" {
  for_each = merge([
    for topic, settings in var.topics : {
      for group in settings.groups : "${topic}-${group}" => { topic = topic, group = group }
      if length(var.alarm_actions) > 0 && group != "*"
    }
  ]...)

  alarm_name          = "${var.name}-kafka-lag-${each.key}"
  alarm_description   = "${each.value.group} is more than ${var.alarm_lag_seconds} s behind in ${each.value.topic}."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions = {
    "Cluster Name"   = var.name
    "Consumer Group" = each.value.group
    Topic            = each.value.topic
  }
  evaluation_periods = 3
  metric_name        = "EstimatedMaxTimeLag"
  namespace          = "AWS/Kafka"
  period             = 60
  statistic          = "Maximum"
  threshold          = var.alarm_lag_seconds
  treat_missing_data = "notBreaching"

  tags = var.tags
}
