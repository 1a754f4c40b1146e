module "key" {
  source = "../../operations/kms-key"

  name        = var.name
  description = "Encrypts what ${var.name} stores, logs and publishes."
  services    = ["cloudwatch", "events", "logs", "sns"]
  tags        = var.tags
}

module "network" {
  source = "../../network/vpc"

  name                = var.name
  alarm_actions       = [aws_sns_topic.alarms.arn]
  availability_zones  = var.network.zones
  cidr                = var.network.cidr
  flow_logs           = { retention_days = var.retention_days.logs, kms_key = module.key }
  interface_endpoints = var.network.interface_endpoints
  ipv6                = var.network.ipv6
  nat                 = var.network.nat
  tags                = var.tags
}

module "events" {
  source = "../../messaging/event-bus"

  name    = var.name
  archive = { retention_days = var.retention_days.events }
  kms_key = module.key
  tags    = var.tags
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = module.key.arn

  tags = var.tags
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alarm_emails)

  topic_arn = aws_sns_topic.alarms.arn
  endpoint  = each.key
  protocol  = "email"
}
