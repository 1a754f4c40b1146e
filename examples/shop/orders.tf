# Orders: taken over HTTP, and brought to their end by a workflow that undoes what was done when a step fails.
locals {
  orders_name    = "${var.platform.name}-orders"
  orders_package = { path = "${path.module}/services/orders/build/orders.zip" }
}

module "orders" {
  source = "../../modules/blueprints/microservice"

  name     = "orders"
  platform = var.platform
  tags     = { Service = "orders" }

  functions = {
    api = {
      handler = "orders.api.handler"
      package = local.orders_package
      events  = { place = { api = "POST /orders" }, read = { api = "GET /orders/{id}" } }
      environment = {
        INVENTORY    = module.inventory.functions["steps"].name
        TABLE_ORDERS = module.orders_table.name
        WORKFLOW_ARN = module.orders_workflow.arn
      }
      more_grants = [
        module.inventory.functions["steps"].grants.invoke,
        module.orders_table.grants.read_write,
        module.orders_workflow.grants.start,
      ]
    }
  }
}

module "orders_table" {
  source = "../../modules/data/dynamodb-table"

  name                = local.orders_name
  deletion_protection = var.platform.protected
  kms_key             = var.platform.kms_key
  partition_key       = { name = "id" }
  tags                = { Service = "orders" }
}

module "orders_steps" {
  source = "../../modules/serverless/lambda-function"

  name        = "${local.orders_name}-steps"
  environment = { TABLE_ORDERS = module.orders_table.name }
  grants      = [module.orders_table.grants.write]
  handler     = "orders.steps.handler"
  kms_key     = var.platform.kms_key
  log         = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  package     = local.orders_package
  tags        = { Service = "orders" }
}

module "orders_workflow" {
  source = "../../modules/serverless/state-machine"

  name          = local.orders_name
  alarm_actions = var.platform.alarm_actions
  definition    = file("${path.module}/orders.asl.json")
  grants        = [module.notifications_topic.grants.publish]
  kms_key       = var.platform.kms_key
  log           = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  substitutions = { texts = { topic = module.notifications_topic.arn } }
  tags          = { Service = "orders" }

  functions = {
    inventory = module.inventory.functions["steps"]
    orders    = module.orders_steps
    payments  = module.payments.functions["steps"]
  }
}
