output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the delivery stream."
  value       = aws_kinesis_firehose_delivery_stream.this.arn
}

output "grants" {
  description = "Least-privilege statements: `put`, empty where the delivery stream reads from Kinesis."
  value = {
    put = [
      for stream in [var.stream] :
      {
        actions    = ["firehose:PutRecord", "firehose:PutRecordBatch"]
        resources  = [aws_kinesis_firehose_delivery_stream.this.arn]
        conditions = []
      }
      if stream == null
    ]
  }
}

output "log_group_name" {
  description = "Name of the log group in which failed deliveries stand."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the delivery stream."
  value       = aws_kinesis_firehose_delivery_stream.this.name
}

output "role_name" {
  description = "Name of the delivery stream's role."
  value       = aws_iam_role.this.name
}
