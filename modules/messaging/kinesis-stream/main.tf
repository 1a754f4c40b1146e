data "aws_region" "this" {}

resource "aws_kinesis_stream" "this" {
  #checkov:skip=CKV_AWS_185: without a key of the caller's, Kinesis encrypts with the account's AWS managed key
  name             = var.name
  encryption_type  = "KMS"
  kms_key_id       = var.kms_key == null ? "alias/aws/kinesis" : var.kms_key.arn
  retention_period = var.retention_hours
  shard_count      = var.shards

  stream_mode_details {
    stream_mode = var.shards == null ? "ON_DEMAND" : "PROVISIONED"
  }

  tags = var.tags
}

resource "aws_kinesis_stream_consumer" "this" {
  for_each = toset(var.consumers)

  name       = each.key
  stream_arn = aws_kinesis_stream.this.arn
}
