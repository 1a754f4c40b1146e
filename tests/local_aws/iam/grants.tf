# A role for each grant of these modules, with nothing but that.
module "topic" {
  source = "../../../modules/messaging/sns-topic"

  name = "enforced"
}

module "bus" {
  source = "../../../modules/messaging/event-bus"

  name = "enforced"
}

module "bucket" {
  source = "../../../modules/data/s3-bucket"

  name            = "enforced"
  force_destroy   = true
  noncurrent_days = null
}

module "stream" {
  source = "../../../modules/messaging/kinesis-stream"

  name   = "enforced"
  shards = 1
}

module "key" {
  source = "../../../modules/operations/kms-key"

  name                 = "enforced"
  deletion_window_days = 7
}

module "parameters" {
  source = "../../../modules/discovery/service-parameters"

  name    = "/enforced"
  address = { host = "users.example.com", port = 443, protocol = "https", url = "https://users.example.com" }
}

module "firehose" {
  source = "../../../modules/messaging/firehose"

  name   = "enforced"
  bucket = module.bucket
}

module "machine" {
  source = "../../../modules/serverless/state-machine"

  name = "enforced"

  definition = jsonencode({
    StartAt        = "Wait"
    TimeoutSeconds = 60
    States         = { Wait = { Type = "Wait", Seconds = 30, End = true } }
  })
}

locals {
  of = {
    bucket     = module.bucket.grants
    bus        = module.bus.grants
    firehose   = module.firehose.grants
    function   = module.bare.grants
    key        = module.key.grants
    machine    = module.machine.grants
    parameters = module.parameters.grants
    queue      = module.queue.grants
    stream     = module.stream.grants
    table      = module.table.grants
    topic      = module.topic.grants
  }
  grants = merge([
    for module, grants in local.of : {
      for grant, statements in grants : "${module}-${grant}" => statements if length(statements) > 0
    }
  ]...)
}

data "aws_caller_identity" "this" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "grant" {
  for_each = local.grants

  dynamic "statement" {
    for_each = each.value

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_role" "grant" {
  for_each = local.grants

  name               = each.key
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "grant" {
  for_each = local.grants

  role   = aws_iam_role.grant[each.key].name
  policy = data.aws_iam_policy_document.grant[each.key].json
}

output "roles" {
  value = { for grant, role in aws_iam_role.grant : grant => role.arn }
}

output "made" {
  value = {
    archive = module.bus.archive_arn
    bus     = module.bus.arn
    key     = module.key.arn
    machine = module.machine.arn
    topic   = module.topic.arn
  }
}
