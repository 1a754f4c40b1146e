locals {
  dead_letter_arns = aws_sqs_queue.dead_letters[*].arn

  # SQS calls KMS in the name of the principal that sends or receives.
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  key = {
    for grant, actions in { consume = ["kms:Decrypt"], send = ["kms:Decrypt", "kms:GenerateDataKey"] } : grant => [
      for key in [var.kms_key] : {
        actions   = actions
        resources = [key.arn]
        conditions = [{
          test     = "StringEquals"
          variable = "kms:ViaService"
          values   = ["sqs.${data.aws_region.this.id}.amazonaws.com"]
        }]
      } if key != null
    ]
  }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.dead_letters : "dead-letters" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.age : "age" => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the queue."
  value       = aws_sqs_queue.this.arn
}

output "dead_letter_queue" {
  description = "`arn`, `name` and `url` of the dead-letter queue, null without one."
  value       = one([for queue in aws_sqs_queue.dead_letters : { arn = queue.arn, name = queue.name, url = queue.url }])
}

output "grants" {
  description = "Least-privilege statements: `send`, `consume`, and `redrive` (move dead letters back)."
  value = {
    consume = concat(
      [{
        actions = [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
          "sqs:ReceiveMessage",
        ]
        resources  = [aws_sqs_queue.this.arn]
        conditions = []
      }],
      local.key.consume,
    )
    redrive = concat(
      [
        for arn in local.dead_letter_arns :
        {
          actions = [
            "sqs:CancelMessageMoveTask",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ListMessageMoveTasks",
            "sqs:ReceiveMessage",
            "sqs:StartMessageMoveTask",
          ]
          resources  = [arn]
          conditions = []
        }
      ],
      [{ actions = ["sqs:SendMessage"], resources = [aws_sqs_queue.this.arn], conditions = [] }],
      local.key.send,
    )
    send = concat(
      [{
        actions    = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
        resources  = [aws_sqs_queue.this.arn]
        conditions = []
      }],
      local.key.send,
    )
  }
}

output "name" {
  description = "Name of the queue, `.fifo` included."
  value       = aws_sqs_queue.this.name
}

output "url" {
  description = "URL of the queue."
  value       = aws_sqs_queue.this.url
}

output "visibility_timeout_seconds" {
  description = "Seconds for which a received message is hidden; a consumer's timeout is checked against it."
  value       = var.visibility_timeout_seconds
}
