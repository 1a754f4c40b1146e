locals {
  database_network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
}

module "rds" {
  source = "../../../../modules/data/rds"

  network = local.database_network
  # name is "Orders": write 1 to 40 lower-case letters
  name = "Orders"
  # alarm_connections is 0: write 1 or more connections
  alarm_connections = 0
  # alarm_cpu_percent is 100: write a percentage from 1
  alarm_cpu_percent = 100
  # alarm_free_memory_mb is 0: write 1 MB or more
  alarm_free_memory_mb = 0
  # alarm_free_storage_gb is 0: write more than 0 GB
  alarm_free_storage_gb = 0
  # alarm_replica_lag_seconds is 0: write more than 0 seconds
  alarm_replica_lag_seconds = 0
  # backups.retention_days is 36: write 1 to 35 days, or 0 for no backups
  # backups.window is "at night": write hours in UTC
  backups = { retention_days = 36, window = "at night" }
  # ca_certificate is "rds-ca-2019": write "rds-ca-rsa2048-g1"
  ca_certificate = "rds-ca-2019"
  # database is "Orders": write 1 to 63 lower-case letters
  database = "Orders"
  # engine is "oracle": write "postgres"
  engine = "oracle"
  # iam_users holds ["*"]: write 1 to 32 lower-case letters
  iam_users = ["*"]
  # insights is "all": write "standard"
  insights = "all"
  # parameters has work_mem with apply "now": write "immediate"
  # parameters holds rds.force_ssl, work_mem: whether TLS is forced is an input, write tls_required
  parameters = { "rds.force_ssl" = { value = "0" }, work_mem = { value = "64", apply = "now" } }
  # password_version is 0: write 1, and one more
  password_version = 0
  # restore is {"at":"yesterday","snapshot":"a","source":"b"}: write either snapshot, or source
  # restore.at is "yesterday": write a time in UTC
  restore = { snapshot = "a", source = "b", at = "yesterday" }
  # proxy.borrow_seconds is 301: write 0 to 300 seconds
  # proxy.connections_percent is 10 and idle_percent 20: write 1 to 100, and not more idle ones
  # proxy.idle_seconds is 0: write 1 to 28800 seconds
  proxy = { borrow_seconds = 301, connections_percent = 10, idle_percent = 20, idle_seconds = 0 }
  # storage.gb is 50 of io1: write 20 to 65536 GB
  # storage.iops is 0 of io1 with 50 GB: write it for io1
  # storage.max_gb is 51 and gb 50: write the same, or a tenth more
  # storage.throughput_mbps is 500: write it with iops
  storage = { gb = 50, max_gb = 51, throughput_mbps = 500, type = "io1" }
  # username is "admin": write 1 to 16 lower-case letters
  username = "admin"
}

module "rds_storage" {
  source = "../../../../modules/data/rds"

  name    = "refusals"
  network = local.database_network
  # deployment is "double": write "multi-az"
  deployment = "double"
  # logs.retention_days is 2: write a number of days that CloudWatch Logs knows
  logs = { retention_days = 2 }
  # monitoring_seconds is 2: write 1, 5, 10
  monitoring_seconds = 2
  # password_rotation_days is 0: write 1 to 1000 days
  password_rotation_days = 0
  # storage.type is "gp2": write "gp3"
  storage = { type = "gp2", iops = 1000, gb = 100 }
}

module "rds_replicas" {
  source = "../../../../modules/data/rds"

  name             = "refusals"
  managed_password = false
  network          = local.database_network
  # instance_class is "large": write a class of RDS
  instance_class = "large"
  # replicas holds 16: a database has 15 at most
  # replicas holds Copy_1, Copy_10, Copy_11, Copy_12, Copy_13, Copy_14, Copy_15, Copy_16, Copy_2, Copy_3, Copy_4, Copy_5, Copy_6, Copy_7, Copy_8, Copy_9: write 1 to 20 lower-case letters
  replicas = { for number in range(1, 17) : "Copy_${number}" => {} }
}

module "rds_copy" {
  source = "../../../../modules/data/rds"

  name    = "refusals"
  network = local.database_network
  # primary is {"arn":"orders"}: write the database of the other region as a whole
  primary = { arn = "orders" }
}
