module "flink_application" {
  source = "../../../../modules/messaging/flink-application"

  # name is "shop sales": write 1 to 128 letters
  name = "shop sales"
  # checkpoint is {"interval_seconds":0,"pause_seconds":5}: write an interval_seconds of 1 or more
  checkpoint = { interval_seconds = 0 }
  # code.key is "sales.py": write the key of a .jar or .zip
  code = { bucket = local.bucket, key = "sales.py" }
  # log.level is "LOUD": write "DEBUG"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log = { level = "LOUD", retention_days = 31 }
  # metrics is "ALL": write "APPLICATION"
  metrics = "ALL"
  # parallelism.per_unit is 9: write 1 to 8
  # parallelism.total is 0: write a whole number from 1 to 576
  parallelism = { total = 0, per_unit = 9 }
  # properties holds all of it: write up to 50 groups
  properties = { "all of it" = { a = "b" } }
  # runtime is "SQL-1_0": write "FLINK-1_20"
  runtime = "SQL-1_0"
}
