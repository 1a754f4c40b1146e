resource "aws_cloudwatch_metric_alarm" "errors" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-lattice-errors"
  alarm_description = join(" ", [
    "More than ${var.alarm_errors} requests to ${var.name} end in 5xx within five minutes: its targets fail, or",
    "none is healthy.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = var.alarm_errors
  treat_missing_data  = "notBreaching"

  # Lattice counts in each zone apart.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/SupportedMetricsForResourceTagsForTelemetry.html
  metric_query {
    id = "errors"
    expression = join(" ", [
      "SELECT SUM(HTTPCode_5XX_Count) FROM SCHEMA(\"AWS/VpcLattice\", AvailabilityZone, Service)",
      "WHERE Service = '${aws_vpclattice_service.this.id}'",
    ])
    label       = "Failed requests"
    period      = 300
    return_data = true
  }

  tags = var.tags
}
