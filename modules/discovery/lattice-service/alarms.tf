resource "aws_cloudwatch_metric_alarm" "errors" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${var.name}-lattice-errors"
  alarm_description   = "More than ${var.alarm_errors} requests to ${var.name} end in 5xx within five minutes: its targets fail, or none is healthy."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  # https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-cloudwatch.html
  dimensions         = { Service = aws_vpclattice_service.this.id }
  evaluation_periods = 1
  metric_name        = "HTTPCode_5XX_Count"
  namespace          = "AWS/VpcLattice"
  period             = 300
  statistic          = "Sum"
  threshold          = var.alarm_errors
  treat_missing_data = "notBreaching"

  tags = var.tags
}
