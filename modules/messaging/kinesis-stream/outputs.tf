locals {
  # Kinesis calls KMS in the name of the principal that writes or reads.
  # https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
  key = {
    for grant, actions in { consume = ["kms:Decrypt"], write = ["kms:GenerateDataKey"] } : grant => [
      for key in [var.kms_key] : {
        actions   = actions
        resources = [key.arn]
        conditions = [{
          test     = "StringEquals"
          variable = "kms:ViaService"
          values   = ["kinesis.${data.aws_region.this.id}.amazonaws.com"]
        }]
      } if key != null
    ]
  }

  # What the Kinesis client libraries, Lambda and Firehose ask before they read.
  look = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"]
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.iterator_age : "iterator-age" => alarm.arn },
    { for key, alarm in aws_cloudwatch_metric_alarm.consumer_age : "${key}-age" => alarm.arn },
    { for key, alarm in aws_cloudwatch_metric_alarm.throttles : "${key}-throttles" => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the stream."
  value       = aws_kinesis_stream.this.arn
}

output "consumers" {
  description = <<-EOT
    The registered consumers by name, each with its `arn` and `grants.consume`.
    `serverless/lambda-function` takes one in place of the stream: `event_sources = { orders = { stream =
    module.orders.consumers.mail } }`.
  EOT
  value = {
    for name, consumer in aws_kinesis_stream_consumer.this : name => {
      arn = consumer.arn
      grants = {
        consume = concat(
          [
            { actions = local.look, resources = [aws_kinesis_stream.this.arn], conditions = [] },
            {
              actions    = ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"]
              resources  = [consumer.arn]
              conditions = []
            },
          ],
          local.key.consume,
        )
      }
    }
  }
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `write`, and `consume` for consumers that share the stream's throughput.
    Registered ones have their own, see `consumers`.
  EOT
  value = {
    consume = concat(
      [{
        actions    = concat(local.look, ["kinesis:GetRecords", "kinesis:GetShardIterator"])
        resources  = [aws_kinesis_stream.this.arn]
        conditions = []
      }],
      local.key.consume,
    )
    write = concat(
      [{
        actions    = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"]
        resources  = [aws_kinesis_stream.this.arn]
        conditions = []
      }],
      local.key.write,
    )
  }
}

output "name" {
  description = "Name of the stream."
  value       = aws_kinesis_stream.this.name
}
