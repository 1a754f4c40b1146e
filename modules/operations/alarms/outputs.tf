output "alarms" {
  description = "ARNs of the alarms that notify, by the names in inputs; an objective has one `-fast` and one `-slow`."
  value = merge(
    { for key, alarm in aws_cloudwatch_composite_alarm.this : key => alarm.arn },
    { for key, alarm in aws_cloudwatch_composite_alarm.burn : key => alarm.arn },
    { for key, alarm in aws_cloudwatch_metric_alarm.anomaly : key => alarm.arn },
  )
}

output "grants" {
  description = "Least-privilege statements: `suppress`, for what deploys. Empty with an alarm of your own."
  value = {
    suppress = [
      for alarm in aws_cloudwatch_metric_alarm.suppressor : {
        actions    = ["cloudwatch:PutMetricData"]
        resources  = ["*"]
        conditions = [{ test = "StringEquals", variable = "cloudwatch:namespace", values = [alarm.namespace] }]
      }
    ]
  }
}

output "suppressor" {
  description = "Alarm that suppresses (`arn`) and the metric that turns it on for a minute, null without."
  value = one([
    for alarm in aws_cloudwatch_metric_alarm.suppressor :
    { arn = alarm.arn, metric = alarm.metric_name, namespace = alarm.namespace }
  ])
}
