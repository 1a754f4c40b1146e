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

# Partners allow this address, which outlives the VPC.
resource "aws_eip" "partners" {
  #checkov:skip=CKV2_AWS_19: the NAT gateway has it
  domain = "vpc"
}

module "records" {
  source = "../../../../data/s3-bucket"

  name    = "example-vpc-complete-flow-logs"
  writers = { flow_logs = { service = "delivery.logs" } }

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

# A network of the office's, connected by peering.
resource "aws_vpc" "office" {
  #checkov:skip=CKV2_AWS_11: represents a network that exists
  #checkov:skip=CKV2_AWS_12: represents a network that exists
  cidr_block = "10.50.0.0/16"
}

resource "aws_vpc_peering_connection" "office" {
  auto_accept = true
  peer_vpc_id = aws_vpc.office.id
  vpc_id      = module.network.id
}

module "network" {
  source = "../.."

  name               = "example-vpc-complete"
  availability_zones = ["a", "b", "c"]
  cidr               = "10.1.0.0/16"
  nat                = "per-zone"
  ipv6               = true
  alarm_actions      = [aws_sns_topic.alarms.arn]
  flow_logs = { bucket = module.records, kms_key = module.key, prefix = "vpc", retention_days = 400,
  traffic = "REJECT" }
  interface_endpoints = ["secretsmanager", "sqs"]
  nat_addresses       = { a = { allocation_id = aws_eip.partners.allocation_id } }
  secondary_cidrs     = ["100.64.0.0/16"]
  tier_tags           = { private = { "karpenter.sh/discovery" = "shop" }, secondary = { "cilium.io/pods" = "1" } }

  connections = {
    office = { cidr = "10.50.0.0/16", peering_connection_id = aws_vpc_peering_connection.office.id,
    tiers = ["private", "public"] }
  }

  # Through the VPC's endpoint, messages are only sent and taken.
  endpoint_grants = {
    sqs = [{ actions = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"], resources = ["*"] }]
  }

  tags = { Service = "network" }
}

output "network" {
  value = module.network
}

output "partners" {
  value = aws_eip.partners.public_ip
}

output "peering" {
  value = aws_vpc_peering_connection.office.id
}

output "records" {
  value = module.records
}
