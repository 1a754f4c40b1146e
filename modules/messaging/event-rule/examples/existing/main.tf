# The modules of this chapter with nothing but what exists already: a bus, queues, a topic, a stream, a function, a
# role, a bucket, a key, a group of schedules, a VPC. What is theirs comes first; each object below it is written by
# hand.
resource "aws_vpc" "theirs" {
  #checkov:skip=CKV2_AWS_11: represents a network that exists
  #checkov:skip=CKV2_AWS_12: represents a network that exists
  cidr_block = "10.9.0.0/16"
}

resource "aws_subnet" "theirs" {
  cidr_block = "10.9.0.0/24"
  vpc_id     = aws_vpc.theirs.id
}

resource "aws_security_group" "theirs" {
  #checkov:skip=CKV2_AWS_5: represents a group that exists
  name        = "example-messaging-existing"
  description = "What exists already."
  vpc_id      = aws_vpc.theirs.id
}


resource "aws_kms_key" "theirs" {
  #checkov:skip=CKV2_AWS_64: represents a key that exists
  description             = "What exists already."
  deletion_window_in_days = 7
  enable_key_rotation     = true
}

resource "aws_cloudwatch_event_bus" "theirs" {
  name = "example-messaging-existing"
}

resource "aws_sqs_queue" "theirs" {
  #checkov:skip=PLATFORM_DEAD_LETTERS: represents a queue that exists
  #checkov:skip=PLATFORM_LONG_POLLING: represents a queue that exists
  #checkov:skip=PLATFORM_TLS_ONLY: represents a queue that exists
  for_each = toset(["failed", "orders"])

  name                    = "example-messaging-existing-${each.key}"
  sqs_managed_sse_enabled = true
}

resource "aws_kinesis_stream" "theirs" {
  #checkov:skip=PLATFORM_ENCRYPTION: represents a stream that exists
  #checkov:skip=CKV_AWS_43: represents a stream that exists
  #checkov:skip=CKV_AWS_185: represents a stream that exists
  name             = "example-messaging-existing"
  shard_count      = 1
  retention_period = 24
}

resource "aws_s3_bucket" "theirs" {
  #checkov:skip=CKV_AWS_18: represents a bucket that exists
  #checkov:skip=CKV_AWS_21: represents a bucket that exists
  #checkov:skip=CKV_AWS_144: represents a bucket that exists
  #checkov:skip=CKV_AWS_145: represents a bucket that exists
  #checkov:skip=CKV2_AWS_6: represents a bucket that exists
  #checkov:skip=CKV2_AWS_61: represents a bucket that exists
  #checkov:skip=CKV2_AWS_62: represents a bucket that exists
  #checkov:skip=PLATFORM_LIFECYCLE: represents a bucket that exists
  #checkov:skip=PLATFORM_TLS_ONLY: represents a bucket that exists
  bucket_prefix = "example-messaging-existing-"
  force_destroy = true
}

resource "aws_iam_role" "theirs" {
  name = "example-messaging-existing"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for service in ["events", "lambda"] :
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${service}.amazonaws.com" } }
    ]
  })
}

resource "aws_iam_role_policy" "theirs" {
  name = "theirs"
  role = aws_iam_role.theirs.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kinesis:PutRecord*", Resource = aws_kinesis_stream.theirs.arn }]
  })
}

resource "aws_lambda_function" "theirs" {
  #checkov:skip=CKV_AWS_50: represents a function that exists
  #checkov:skip=CKV_AWS_115: represents a function that exists
  #checkov:skip=CKV_AWS_116: represents a function that exists
  #checkov:skip=CKV_AWS_117: represents a function that exists
  #checkov:skip=CKV_AWS_272: represents a function that exists
  function_name = "example-messaging-existing"
  architectures = ["arm64"]
  filename      = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip"
  handler       = "echo.handlers.step"
  role          = aws_iam_role.theirs.arn
  runtime       = "python3.13"
}

resource "aws_scheduler_schedule_group" "theirs" {
  name = "example-messaging-existing"
}

# What the modules take, written by hand. Objects have the attributes that the modules ask for, and no others. Grants
# are what a role of the module's is to be allowed.
locals {
  bucket = {
    arn  = aws_s3_bucket.theirs.arn
    name = aws_s3_bucket.theirs.id
    grants = {
      read_write = [{
        actions    = ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket*", "s3:PutObject"]
        resources  = [aws_s3_bucket.theirs.arn, "${aws_s3_bucket.theirs.arn}/*"]
        conditions = []
      }]
    }
  }

  bus = {
    arn  = aws_cloudwatch_event_bus.theirs.arn
    name = aws_cloudwatch_event_bus.theirs.name
    grants = {
      publish = [
        { actions = ["events:PutEvents"], resources = [aws_cloudwatch_event_bus.theirs.arn], conditions = [] }
      ]
    }
  }

  failed  = { arn = aws_sqs_queue.theirs["failed"].arn, url = aws_sqs_queue.theirs["failed"].url }
  kms_key = { arn = aws_kms_key.theirs.arn }

  orders = {
    arn               = aws_sqs_queue.theirs["orders"].arn
    url               = aws_sqs_queue.theirs["orders"].url
    dead_letter_queue = local.failed
    grants = {
      consume = [{
        actions    = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        resources  = [aws_sqs_queue.theirs["orders"].arn]
        conditions = []
      }]
    }
  }

  stream = {
    arn = aws_kinesis_stream.theirs.arn
    grants = {
      consume = [{
        actions = [
          "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ]
        resources  = [aws_kinesis_stream.theirs.arn]
        conditions = []
      }]
    }
  }
}

module "rule" {
  source = "../.."

  name      = "example-messaging-existing"
  event_bus = { name = local.bus.name }
  pattern   = jsonencode({ source = ["example.existing"] })
  targets = {
    queue  = { arn = local.orders.arn, dead_letter_queue = { arn = local.failed.arn } }
    stream = { arn = local.stream.arn, dead_letter_queue = { arn = local.failed.arn }, role = aws_iam_role.theirs }
  }

  # A role is taken once it may do what it must.
  depends_on = [aws_iam_role_policy.theirs]
}

module "topic" {
  source = "../../../sns-topic"

  name          = "example-messaging-existing"
  kms_key       = local.kms_key
  subscriptions = { orders = { queue = local.orders, raw = true } }
}

# The queue's owner lets in who sends to it.
module "senders" {
  source = "../../../queue-policy"

  name  = "example-messaging-existing"
  queue = local.orders
  senders = {
    rule  = { service = "events", source_arn = module.rule.arn }
    topic = { service = "sns", source_arn = module.topic.arn }
  }
}

module "pipe" {
  source = "../../../pipe"

  name = "example-messaging-existing"
  from = { stream = local.stream }
  to   = { event_bus = local.bus, detail_type = "Recorded", event_source = "example.recorded" }
}

module "schedule" {
  source = "../../../schedule"

  name              = "example-messaging-existing"
  dead_letter_queue = { arn = local.failed.arn }
  group             = aws_scheduler_schedule_group.theirs
  kms_key           = local.kms_key
  schedule          = "rate(1 day)"
  to                = { function = { arn = aws_lambda_function.theirs.arn } }
}

module "firehose" {
  source = "../../../firehose"

  name   = "example-messaging-existing"
  bucket = local.bucket
  stream = local.stream
}

module "queue" {
  source = "../../../sqs-queue"

  name    = "example-messaging-existing-own"
  kms_key = local.kms_key
}

module "broker" {
  source = "../../../mq-broker"

  name     = "example-messaging-existing"
  clients  = { orders = { security_group_id = aws_security_group.theirs.id } }
  kms_key  = local.kms_key
  multi_az = false
  network  = { id = aws_vpc.theirs.id, database_subnet_ids = { a = aws_subnet.theirs.id } }

  # Examples are destroyed after use. Leave this out of yours.
  secret_recovery_days = 0
}

output "broker" {
  value = module.broker
}

output "firehose" {
  value = module.firehose
}

output "pipe" {
  value = module.pipe
}

output "schedule" {
  value = module.schedule
}

output "theirs" {
  value = {
    bucket = local.bucket.name
    bus    = local.bus.name
    failed = local.failed
    group  = aws_scheduler_schedule_group.theirs.name
    key    = aws_kms_key.theirs.arn
    orders = { arn = local.orders.arn, url = local.orders.url }
    stream = local.stream.arn
  }
}

output "topic" {
  value = module.topic
}
