module "firehose" {
  source = "../../../../modules/messaging/firehose"

  # name is "shop orders": write 1 to 64 letters
  name   = "shop orders"
  bucket = local.bucket
  # compression is "gzip": write "GZIP"
  compression = "gzip"
  # error_prefix is "errors": write a folder that ends in "/"
  error_prefix = "errors"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log = { retention_days = 31 }
  # partition_keys is {"customer id":"customer"}: write names of letters
  partition_keys = { "customer id" = "customer" }
  # prefix is "year=!{timestamp:yyyy}/": write a folder that ends in "/"
  prefix = "year=!{timestamp:yyyy}/"
  # time_partition is "today/": write folders with a timestamp
  time_partition = "today/"
  # transform.function has a timeout of 600 s: Firehose waits for 300
  transform = {
    function = {
      arn             = "arn:aws:lambda:eu-west-1:000000000000:function:refusals"
      timeout_seconds = 600
      grants          = { invoke = [] }
    }
  }
}

module "firehose_buffer" {
  source = "../../../../modules/messaging/firehose"

  name   = "refusals"
  bucket = local.bucket
  # buffer.seconds is 901: write 0 to 900
  buffer = { seconds = 901 }
}
