resource "aws_kinesis_stream" "this" {
  name                      = "in"
  shard_count               = 2
  retention_period          = 48
  shard_level_metrics       = ["IncomingBytes", "OutgoingBytes"]
  encryption_type           = "KMS"
  kms_key_id                = "alias/aws/kinesis"
  enforce_consumer_deletion = true
  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
resource "aws_kinesis_stream_consumer" "this" {
  name       = "consumer"
  stream_arn = aws_kinesis_stream.this.arn
}
resource "aws_kinesis_resource_policy" "this" {
  resource_arn = aws_kinesis_stream.this.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "123456789012" }
      Action    = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"]
      Resource  = aws_kinesis_stream.this.arn
    }]
  })
}
resource "aws_s3_bucket" "this" {
  bucket_prefix = "firehose-"
  force_destroy = true
}
resource "aws_iam_role" "this" {
  name = "firehose"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "firehose.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:*", "kinesis:*", "logs:PutLogEvents", "lambda:*", "kms:*"]
      Resource = "*"
    }]
  })
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/aws/kinesisfirehose/out"
}
resource "aws_cloudwatch_log_stream" "this" {
  name           = "S3Delivery"
  log_group_name = aws_cloudwatch_log_group.this.name
}
resource "aws_kinesis_firehose_delivery_stream" "s3" {
  name        = "out"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn            = aws_iam_role.this.arn
    bucket_arn          = aws_s3_bucket.this.arn
    prefix              = "data/year=!{timestamp:yyyy}/"
    error_output_prefix = "errors/!{firehose:error-output-type}/"
    buffering_size      = 64
    buffering_interval  = 60
    compression_format  = "GZIP"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.this.name
      log_stream_name = aws_cloudwatch_log_stream.this.name
    }
    processing_configuration {
      enabled = true
      processors {
        type = "AppendDelimiterToRecord"
      }
    }
  }
  server_side_encryption {
    enabled = true
  }
  depends_on = [aws_iam_role_policy.this]
}
resource "aws_kinesis_firehose_delivery_stream" "stream" {
  name        = "from-stream"
  destination = "extended_s3"
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.plain.arn
    role_arn           = aws_iam_role.this.arn
  }
  extended_s3_configuration {
    role_arn   = aws_iam_role.this.arn
    bucket_arn = aws_s3_bucket.this.arn
  }
  depends_on = [aws_iam_role_policy.this]
}
resource "aws_kinesis_stream" "plain" {
  name        = "plain"
  shard_count = 1
}
resource "aws_kinesis_firehose_delivery_stream" "http" {
  name        = "http"
  destination = "http_endpoint"
  http_endpoint_configuration {
    url                = "https://aws-api.newrelic.com/firehose/v1"
    name               = "New Relic"
    access_key         = "my-key"
    buffering_size     = 15
    buffering_interval = 600
    role_arn           = aws_iam_role.this.arn
    s3_backup_mode     = "FailedDataOnly"
    s3_configuration {
      role_arn   = aws_iam_role.this.arn
      bucket_arn = aws_s3_bucket.this.arn
    }
    request_configuration {
      content_encoding = "GZIP"
      common_attributes {
        name  = "testname"
        value = "testvalue"
      }
    }
  }
  depends_on = [aws_iam_role_policy.this]
}
data "aws_kinesis_stream" "this" {
  name = aws_kinesis_stream.this.name
}
data "aws_kinesis_firehose_delivery_stream" "this" {
  name = aws_kinesis_firehose_delivery_stream.s3.name
}
