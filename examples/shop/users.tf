# Users: a REST API over a table. Each change is published on the bus; a worker welcomes new users.
locals {
  users_name    = "${var.platform.name}-users"
  users_package = { path = "${path.module}/services/users/build/users.zip" }
  users_tags    = { Service = "users" }

  users_environment = {
    EMAIL_INDEX             = "by-email"
    EVENT_BUS_NAME          = var.platform.event_bus.name
    POWERTOOLS_SERVICE_NAME = "users"
    TABLE_NAME              = module.users_table.name
  }
}

module "users_table" {
  source = "../../modules/data/dynamodb-table"

  name                        = local.users_name
  alarm_actions               = var.platform.alarm_actions
  deletion_protection         = var.platform.protected
  global_indexes              = { by-email = { partition_key = { name = "email" } } }
  kms_key                     = var.platform.kms_key
  partition_key               = { name = "pk" }
  point_in_time_recovery_days = var.users.recovery_days
  tags                        = local.users_tags
  ttl                         = { attribute = "expires_at" }
}

module "users_api" {
  source = "../../modules/serverless/rest-api"

  name          = local.users_name
  alarm_actions = var.platform.alarm_actions
  log           = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  tags          = local.users_tags
  throttle      = { rate = var.users.requests_per_second, burst = 2 * var.users.requests_per_second }

  routes = {
    for route in ["POST /users", "GET /users", "GET /users/{id}", "DELETE /users/{id}"] :
    route => { function = module.users_function }
  }
}

module "users_function" {
  source = "../../modules/serverless/lambda-function"

  name            = local.users_name
  alarm_actions   = var.platform.alarm_actions
  environment     = local.users_environment
  grants          = [module.users_table.grants.read_write, var.platform.event_bus.grants.publish]
  handler         = "users.api.handler"
  kms_key         = var.platform.kms_key
  log             = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  memory_mb       = var.users.memory_mb
  package         = local.users_package
  tags            = local.users_tags
  timeout_seconds = 15
}

module "users_changed" {
  source = "../../modules/messaging/event-rule"

  name          = "${local.users_name}-changed"
  description   = "Users that came or went, for the welcome worker."
  alarm_actions = var.platform.alarm_actions
  event_bus     = var.platform.event_bus
  pattern       = jsonencode({ source = ["shop.users"], detail-type = ["UserCreated", "UserDeleted"] })
  tags          = local.users_tags
  targets       = { welcome = module.users_welcome_queue }
}

module "users_welcome_queue" {
  source = "../../modules/messaging/sqs-queue"

  name                       = "${local.users_name}-welcome"
  alarm_actions              = var.platform.alarm_actions
  kms_key                    = var.platform.kms_key
  senders                    = { changed = { service = "events", source_arn = module.users_changed.arn } }
  tags                       = local.users_tags
  visibility_timeout_seconds = 180
}

module "users_welcome_function" {
  source = "../../modules/serverless/lambda-function"

  name            = "${local.users_name}-welcome"
  alarm_actions   = var.platform.alarm_actions
  environment     = local.users_environment
  event_sources   = { users = { queue = module.users_welcome_queue } }
  grants          = [module.users_table.grants.read_write]
  handler         = "users.worker.handler"
  kms_key         = var.platform.kms_key
  log             = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  memory_mb       = var.users.memory_mb
  package         = local.users_package
  tags            = local.users_tags
  timeout_seconds = 30
}
