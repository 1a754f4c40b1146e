# Carts in three shards with a replica each, and sessions in Redis; a worker that may only read, encryption with a
# key of the
# platform's, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-elasticache-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-elasticache-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-elasticache-complete"
}

resource "aws_security_group" "api" {
  #checkov:skip=CKV2_AWS_5: an example without the service that has it
  name        = "example-elasticache-complete-api"
  description = "Represents a service."
  vpc_id      = module.network.id
}

module "carts" {
  source = "../.."

  name               = "example-ec-carts"
  network            = module.network
  alarm_actions      = [aws_sns_topic.alarms.arn]
  alarm_cpu_percent  = 70
  clients            = { api = { security_group_id = aws_security_group.api.id } }
  engine_version     = "8.0"
  kms_key            = module.key
  log                = { retention_days = 90, kms_key = module.key }
  maintenance_window = "tue:02:00-tue:03:00"
  node_type          = "cache.r7g.large"
  parameters         = { maxmemory-policy = "volatile-lru" }
  replicas           = 1
  shards             = 3
  snapshots          = { retention_days = 14, window = "00:00-01:00" }

  users = {
    api    = {}
    report = { access = "~cart:* +@read +@connection +cluster|slots -@dangerous" }
  }

  tags = { Service = "carts" }
}

module "sessions" {
  source = "../.."

  name              = "example-ec-sessions"
  network           = module.network
  alarm_actions     = [aws_sns_topic.alarms.arn]
  apply_immediately = true
  engine            = "redis"
  kms_key           = module.key
  replicas          = 0
  snapshots         = { retention_days = 0 }

  tags = { Service = "sessions" }
}

output "carts" {
  value = module.carts
}

output "client_security_group_id" {
  value = aws_security_group.api.id
}

output "sessions" {
  value = module.sessions
}
