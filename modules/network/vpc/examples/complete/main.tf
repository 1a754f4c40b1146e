# Three zones that can each fail alone, IPv6, encrypted flow logs, queues and secrets reached past NAT, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-vpc-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-vpc-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../.."

  name                = "example-vpc-complete"
  availability_zones  = ["a", "b", "c"]
  cidr                = "10.1.0.0/16"
  nat                 = "per-zone"
  ipv6                = true
  alarm_actions       = [aws_sns_topic.alarms.arn]
  flow_logs           = { kms_key = module.key, retention_days = 400, traffic = "REJECT" }
  interface_endpoints = ["secretsmanager", "sqs"]

  tags = { Service = "network" }
}

output "network" {
  value = module.network
}
