module "key" {
  source = "../../operations/kms-key"

  name        = var.name
  description = "Encrypts what ${var.name} stores, logs and publishes."
  services    = ["cloudwatch", "delivery.logs", "events", "logs", "s3", "sns"]
  tags        = var.tags
}

module "network" {
  source = "../../network/vpc"

  name                = var.name
  alarm_actions       = [module.alarms.arn]
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

module "alarms" {
  source = "../../messaging/sns-topic"

  name          = "${var.name}-alarms"
  kms_key       = module.key
  publishers    = { alarms = { service = "cloudwatch" } }
  subscriptions = { for address in var.alarm_emails : address => { email = address } }
  tags          = var.tags
}
