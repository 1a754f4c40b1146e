module "firehose" {
  source = "../../../../modules/messaging/firehose"

  name   = "refusals"
  bucket = local.bucket
  # alarm_freshness_seconds is 900: records wait for 900 s in the buffer, write more
  alarm_freshness_seconds = 900
  buffer                  = { seconds = 900 }
  # kms_key is set together with stream: records that come from Kinesis are encrypted there
  kms_key = local.key
  stream  = local.stream
}

module "firehose_partitions" {
  source = "../../../../modules/messaging/firehose"

  name   = "refusals"
  bucket = local.bucket
  # buffer.megabytes is 5: write 1 to 128, and with partition_keys 64 to 128
  buffer         = { megabytes = 5 }
  partition_keys = { customer = ".customer" }
}
