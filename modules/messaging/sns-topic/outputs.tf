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
