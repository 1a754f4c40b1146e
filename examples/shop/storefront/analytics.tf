# Analytics: sales go into a stream, and are summed up by customer on its other end.
locals {
  analytics_name    = "${var.platform.name}-analytics"
  analytics_package = { path = "${path.module}/../services/analytics/build/analytics.zip" }
}

module "analytics" {
  source = "../../../modules/blueprints/microservice"

  name     = "analytics"
  defaults = { package = local.analytics_package }
  platform = var.platform
  tables   = { sales = { partition_key = { name = "pk" } } }
  tags     = { Service = "analytics" }

  functions = {
    produce = {
      handler     = "analytics.produce.handler"
      environment = { STREAM_NAME = module.analytics_stream.name }
      more_grants = [module.analytics_stream.grants.write]
    }
  }
}

module "analytics_stream" {
  source = "../../../modules/messaging/kinesis-stream"

  name    = local.analytics_name
  kms_key = var.platform.kms_key
  shards  = 2
  tags    = { Service = "analytics" }
}

module "analytics_consumer" {
  source = "../../../modules/serverless/lambda-function"

  name        = "${local.analytics_name}-consume"
  environment = { TABLE_SALES = module.analytics.tables["sales"].name }
  grants      = [module.analytics.tables["sales"].grants.write]
  handler     = "analytics.consume.handler"
  kms_key     = var.platform.kms_key
  log         = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  package     = local.analytics_package
  tags        = { Service = "analytics" }

  event_sources = {
    sales = { stream = module.analytics_stream, on_failure = module.analytics_failed, max_retries = 5 }
  }
}

module "analytics_failed" {
  source = "../../../modules/messaging/sqs-queue"

  name          = "${local.analytics_name}-failed"
  alarm_actions = var.platform.alarm_actions
  dead_letter   = null
  kms_key       = var.platform.kms_key
  tags          = { Service = "analytics" }
}
