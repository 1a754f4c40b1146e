module "cache" {
  source = "../../../../modules/data/elasticache"

  # name is "Carts": write 1 to 39 lower-case letters, digits
  name    = "Carts"
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # alarm_connections is 70000: a node takes 65000, write
  alarm_connections = 70000
  # alarm_cpu_percent is 100: write 1 to 99 percent
  alarm_cpu_percent = 100
  # alarm_evictions is -1: write 0
  alarm_evictions = -1
  # alarm_lag_seconds is 0: write a number of seconds above 0
  alarm_lag_seconds = 0
  # alarm_memory_percent is 0: write 1 to 99 percent
  alarm_memory_percent = 0
  # engine is "memcached": write "valkey" or "redis"
  engine = "memcached"
  # final_snapshot is "Last One": write lower-case letters
  final_snapshot = "Last One"
  # log.retention_days is 10: CloudWatch Logs keeps for
  log = { retention_days = 10 }
  # node_type is "t4g.small": write a type that begins with "cache."
  node_type = "t4g.small"
  # replicas is 6: write 0 to 5
  replicas = 6
  # restore.snapshot is "Last One": write the name of a snapshot
  restore = { snapshot = "Last One" }
  # shards is 0: write 1 to 500
  shards = 0
  # snapshots.retention_days is 36: write 0 to 35 days
  # snapshots.window is "night": write hh:mm-hh:mm in UTC
  snapshots = { retention_days = 36, window = "night" }
}

module "cache_users" {
  source = "../../../../modules/data/elasticache"

  name    = "refusals"
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # users have access ["on ~*"]: write keys and commands only
  users = { app = { access = "on ~*" } }
}
