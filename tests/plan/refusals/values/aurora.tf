module "aurora" {
  source = "../../../../modules/data/aurora"

  network = local.database_network
  # name is "Orders": write 1 to 40 lower-case letters
  name = "Orders"
  # alarm_connections is 0: write 1 or more connections
  alarm_connections = 0
  # alarm_cpu_percent is 100: write a percentage from 1
  alarm_cpu_percent = 100
  # alarm_free_memory_mb is 0: write 1 MB or more
  alarm_free_memory_mb = 0
  # alarm_replica_lag_ms is 0: write more than 0 milliseconds
  alarm_replica_lag_ms = 0
  # backups.retention_days is 36: write 1 to 35 days
  # backups.window is "25:00-26:00": write hours in UTC
  backups = { retention_days = 36, window = "25:00-26:00" }
  # ca_certificate is "rds-ca-2019": write "rds-ca-rsa2048-g1"
  ca_certificate = "rds-ca-2019"
  # capacity is {"max":0.75,"min":1,"pause_after_seconds":60}: write min from 0
  # capacity is {"max":0.75,"min":1,"pause_after_seconds":60}: ACU come in halves
  # capacity.pause_after_seconds is 60: write 300 to 86400 seconds
  capacity = { min = 1, max = 0.75, pause_after_seconds = 60 }
  # database is "Orders": write 1 to 63 lower-case letters
  database = "Orders"
  # engine is "mariadb": write "postgres"
  engine = "mariadb"
  # iam_users holds ["*"]: write 1 to 32 lower-case letters
  iam_users = ["*"]
  # insights is "all": write "standard"
  insights = "all"
  # instances holds Copy_1, Copy_10, Copy_11, Copy_12, Copy_13, Copy_14, Copy_15, Copy_16, Copy_17, Copy_2, Copy_3, Copy_4, Copy_5, Copy_6, Copy_7, Copy_8, Copy_9: write 1 to 20 lower-case letters
  # instances has the classes large, large, large, large, large, large, large, large, large, large, large, large, large, large, large, large, large: write "db.serverless"
  # instances has the promotion tiers 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16: write 0
  # instances holds 17: write 1 to 16
  instances = { for number in range(1, 18) : "Copy_${number}" => { class = "large", promotion_tier = 16 } }
  # parameters has work_mem with apply "now": write "immediate"
  # parameters holds rds.force_ssl, work_mem: whether TLS is forced is an input, write tls_required
  parameters = { "rds.force_ssl" = { value = "0" }, work_mem = { value = "64", apply = "now" } }
  # password_version is 0: write 1, and one more
  password_version = 0
  # username is "admin": write 1 to 16 lower-case letters
  username = "admin"
}

module "aurora_network" {
  source = "../../../../modules/data/aurora"

  name = "refusals"
  # network has database subnets in 1 zones: give it two
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a" } }
  # global_name is "Shop": write 1 to 63 lower-case letters
  global_name = "Shop"
  # logs.retention_days is 2: write a number of days that CloudWatch Logs knows
  logs = { retention_days = 2 }
  # monitoring_seconds is 2: write 1, 5, 10
  monitoring_seconds = 2
  # password_rotation_days is 0: write 1 to 1000 days
  password_rotation_days = 0
  # reader_scaling.cpu_percent is 95: write 10 to 90 percent
  reader_scaling = { min = 16, max = 16, cpu_percent = 95 }
}

module "aurora_restore" {
  source = "../../../../modules/data/aurora"

  name    = "refusals"
  network = local.database_network
  # proxy.borrow_seconds is 301: write 0 to 300 seconds
  # proxy.connections_percent is 10 and idle_percent 20: write 1 to 100, and not more idle ones
  # proxy.idle_seconds is 0: write 1 to 28800 seconds
  proxy = { borrow_seconds = 301, connections_percent = 10, idle_percent = 20, idle_seconds = 0 }
  # restore is {"at":"yesterday","snapshot":"a","source":"b"}: write either snapshot, or source
  # restore.at is "yesterday": write a time in UTC
  restore = { snapshot = "a", source = "b", at = "yesterday" }
}
