output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.failed : "failed-deliveries" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.lost : "lost-messages" => alarm.arn },
  )
}

output "arn" {
  description = <<-EOT
    ARN of the topic.
    A subscribed queue or function lets it in: `senders = { orders = { service = "sns", source_arn =
    module.orders.arn } }`, and `invokers` likewise.
  EOT
  value       = aws_sns_topic.this.arn
}

output "grants" {
  description = "Least-privilege statements: `publish`."
  value = {
    # SNS calls KMS in the name of the principal that publishes.
    # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    publish = concat(
      [{ actions = ["sns:Publish"], resources = [aws_sns_topic.this.arn], conditions = [] }],
      [
        for key in [var.kms_key] : {
          actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
          resources = [key.arn]
          conditions = [{
            test     = "StringEquals"
            variable = "kms:ViaService"
            values   = ["sns.${data.aws_region.this.id}.amazonaws.com"]
          }]
        } if key != null
      ],
    )
  }
}

output "name" {
  description = "Name of the topic, `.fifo` included."
  value       = aws_sns_topic.this.name
}
