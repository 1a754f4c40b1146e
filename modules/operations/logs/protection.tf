# What is protected is counted in what is found (LogEventsWithFindings), and shown as asterisks to everybody who may
# not unmask it (logs:Unmask, which none of the grants holds).
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
locals {
  identifiers = [
    for identifier in var.protected : "arn:${local.partition}:dataprotection::aws:data-identifier/${identifier}"
  ]
}

resource "aws_cloudwatch_log_data_protection_policy" "this" {
  for_each = {
    for name, group in var.groups : name => group if length(var.protected) > 0 && group.class == "STANDARD"
  }

  log_group_name = aws_cloudwatch_log_group.this[each.key].name

  policy_document = jsonencode({
    Name    = "protected"
    Version = "2021-06-01"

    Statement = [
      { Sid = "audit", DataIdentifier = local.identifiers, Operation = { Audit = { FindingsDestination = {} } } },
      { Sid = "mask", DataIdentifier = local.identifiers, Operation = { Deidentify = { MaskConfig = {} } } },
    ]
  })
}
