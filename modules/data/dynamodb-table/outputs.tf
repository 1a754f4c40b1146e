locals {
  arns = concat(
    [aws_dynamodb_table.this.arn],
    [
      for region in keys(var.replicas) :
      replace(aws_dynamodb_table.this.arn, ":${data.aws_region.this.id}:", ":${region}:")
    ],
  )

  indexes    = concat(keys(var.global_indexes), keys(var.local_indexes))
  index_arns = flatten([for arn in local.arns : [for index in local.indexes : "${arn}/index/${index}"]])
  key_arns   = var.kms_key == null ? [] : concat([var.kms_key.arn], [for replica in var.replicas : replica.kms_key.arn])

  # DynamoDB calls KMS in the name of the principal that reads or writes the table.
  # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  through_dynamodb = [{
    test     = "StringEquals"
    variable = "kms:ViaService"
    values = [
      for region in concat([data.aws_region.this.id], keys(var.replicas)) : "dynamodb.${region}.amazonaws.com"
    ]
  }]

  read_key = [
    for arns in [local.key_arns] :
    {
      actions    = ["kms:Decrypt", "kms:DescribeKey"]
      resources  = arns
      conditions = local.through_dynamodb
    } if length(arns) > 0
  ]
  write_key = [
    for arns in [local.key_arns] :
    {
      actions    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
      resources  = arns
      conditions = local.through_dynamodb
    } if length(arns) > 0
  ]

  read_actions = [
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DescribeTable",
    "dynamodb:GetItem",
    "dynamodb:Query",
  ]

  read = concat(
    [{ actions = local.read_actions, resources = concat(local.arns, local.index_arns), conditions = [] }],
    local.read_key,
  )

  write = concat(
    [{
      actions = [
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
      ]
      resources  = local.arns
      conditions = []
    }],
    local.write_key,
  )
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for key, alarm in aws_cloudwatch_metric_alarm.throttles : key => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.system_errors : "system-errors" => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the table."
  value       = aws_dynamodb_table.this.arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `read` (by key and by index), `write`, `read_write`, `scan` (reads the whole
    table, so it is asked for by name) `stream`, and `export` (all of the table into a bucket: together with the
    bucket's `write`).
  EOT
  value = {
    export = concat(
      [
        { actions = ["dynamodb:ExportTableToPointInTime"], resources = [aws_dynamodb_table.this.arn], conditions = [] },
        {
          actions    = ["dynamodb:DescribeExport"]
          resources  = ["${aws_dynamodb_table.this.arn}/export/*"]
          conditions = []
        },
      ],
      local.read_key,
    )
    read       = local.read
    read_write = concat(local.read, local.write)
    scan = concat(
      [{ actions = ["dynamodb:Scan"], resources = concat(local.arns, local.index_arns), conditions = [] }],
      local.read_key
    )
    stream = concat(
      [
        for arn in aws_dynamodb_table.this[*].stream_arn :
        {
          actions    = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
          resources  = [arn]
          conditions = []
        } if var.stream != null
      ],
      local.read_key,
    )
    write = local.write
  }
}

output "name" {
  description = "Name of the table."
  value       = aws_dynamodb_table.this.name
}

output "stream_arn" {
  description = "ARN of the table's stream, null without one."
  value       = var.stream == null ? null : aws_dynamodb_table.this.stream_arn
}
