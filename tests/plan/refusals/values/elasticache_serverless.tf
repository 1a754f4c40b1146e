module "serverless_cache" {
  source = "../../../../modules/data/elasticache-serverless"

  # name is "sessions-": write 1 to 39 lower-case letters, digits
  name    = "sessions-"
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # alarm_evictions is -1: write 0
  alarm_evictions = -1
  # alarm_storage_percent is 100: write 1 to 99 percent
  alarm_storage_percent = 100
  # engine is "memcached": write "valkey" or "redis"
  engine = "memcached"
  # limits.ecpu_per_second is 100: write 1000 to 15000000
  # limits.storage_gb is 0: write 1 to 5000
  limits = { ecpu_per_second = 100, storage_gb = 0 }
  # snapshots.retention_days is 36: write 0 to 35 days
  # snapshots.time is "noon": write hh:mm in UTC
  snapshots = { retention_days = 36, time = "noon" }
}

module "serverless_cache_users" {
  source = "../../../../modules/data/elasticache-serverless"

  name    = "refusals"
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # users have access ["on ~*"]: write keys and commands only
  users = { app = { access = "on ~*" } }
}
