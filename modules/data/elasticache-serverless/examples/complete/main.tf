# Sessions with a ceiling on cost, a user that only reads, a key of the platform's, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-ec-serverless-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-ec-serverless-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-ec-serverless-complete"
}

resource "aws_security_group" "api" {
  #checkov:skip=CKV2_AWS_5: an example without the service that has it
  name        = "example-ec-serverless-complete-api"
  description = "Represents a service."
  vpc_id      = module.network.id
}

module "cache" {
  source = "../.."

  name                  = "example-ecs-complete"
  network               = module.network
  alarm_actions         = [aws_sns_topic.alarms.arn]
  alarm_storage_percent = 90
  clients               = { api = { security_group_id = aws_security_group.api.id } }
  engine                = "redis"
  kms_key               = module.key
  limits                = { ecpu_per_second = 5000, storage_gb = 2 }
  snapshots             = { retention_days = 3, time = "04:00" }

  users = {
    api    = {}
    report = { access = "~session:* +@read +@connection +cluster|slots -@dangerous" }
  }

  tags = { Service = "sessions" }
}

output "client_security_group_id" {
  value = aws_security_group.api.id
}

output "cache" {
  value = module.cache
}
