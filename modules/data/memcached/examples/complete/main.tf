# Rendered pages: three nodes that take larger items, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-memcached-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-memcached-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-memcached-complete"
}

resource "aws_security_group" "api" {
  #checkov:skip=CKV2_AWS_5: an example without the service that has it
  name        = "example-memcached-complete-api"
  description = "Represents a service."
  vpc_id      = module.network.id
}

module "cache" {
  source = "../.."

  name               = "example-memcached-complete"
  network            = module.network
  alarm_actions      = [aws_sns_topic.alarms.arn]
  alarm_evictions    = 100
  clients            = { api = { security_group_id = aws_security_group.api.id } }
  maintenance_window = "tue:02:00-tue:03:00"
  node_type          = "cache.m7g.large"
  nodes              = 3
  parameters         = { max_item_size = "4194304" }

  tags = { Service = "pages" }
}

output "client_security_group_id" {
  value = aws_security_group.api.id
}

output "cache" {
  value = module.cache
}
