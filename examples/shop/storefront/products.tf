# Products: kept in PostgreSQL, read through Valkey, each change published through an outbox in the same transaction.
locals {
  products_name    = "${var.platform.name}-products"
  products_package = { path = "${path.module}/../services/products/build/products.zip" }

  products_database = {
    CLUSTER_ARN = module.products_database.arn
    SECRET_ARN  = module.products_database.secret_arn
  }
  products_cache = {
    CACHE_HOST = module.products_cache.address.host
    CACHE_NAME = module.products_cache.name
    CACHE_PORT = module.products_cache.address.port
    CACHE_USER = module.products_cache.users["app"]
  }
}

module "products" {
  source = "../../../modules/blueprints/microservice"

  name     = "products"
  defaults = { package = local.products_package, timeout_seconds = 30 }
  platform = var.platform
  tags     = { Service = "products" }

  tables = {
    history = { partition_key = { name = "product" }, sort_key = { name = "version", type = "N" } }
  }

  functions = {
    relay = {
      handler     = "products.relay.handler"
      environment = local.products_database
      grants      = ["events.publish"]
      more_grants = [module.products_database.grants.data_api]
      events      = { minute = { schedule = "rate(1 minute)" } }
    }
    history = {
      handler = "products.history.handler"
      grants  = ["tables.history.write"]
      events  = { changed = { bus = jsonencode({ source = ["shop.products"] }) } }
    }
  }
}

# In the network, beside their cache. They reach AWS's services by the network's endpoints or its NAT gateway.
module "products_function" {
  source   = "../../../modules/serverless/lambda-function"
  for_each = toset(["read", "write"])

  name            = "${local.products_name}-${each.key}"
  environment     = merge(local.products_database, local.products_cache)
  grants          = [module.products_database.grants.data_api, module.products_cache.grants.connect_app]
  handler         = "products.${each.key}.handler"
  kms_key         = var.platform.kms_key
  log             = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  package         = local.products_package
  tags            = { Service = "products" }
  timeout_seconds = 30

  network = {
    subnet_ids         = values(var.platform.network.private_subnet_ids)
    security_group_ids = [aws_security_group.products.id]
  }
}

resource "aws_security_group" "products" {
  name        = local.products_name
  description = "The functions that read and write products."
  vpc_id      = var.platform.network.id

  tags = { Name = local.products_name, Service = "products" }
}

resource "aws_vpc_security_group_egress_rule" "products" {
  for_each = { cache = module.products_cache.address.port, https = 443 }

  cidr_ipv4         = "0.0.0.0/0"
  description       = each.key
  from_port         = each.value
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.products.id
  to_port           = each.value
}

module "products_database" {
  source = "../../../modules/data/aurora"

  name                = local.products_name
  alarm_actions       = var.platform.alarm_actions
  data_api            = true
  database            = "products"
  deletion_protection = var.platform.protected
  final_snapshot      = var.platform.protected
  kms_key             = var.platform.kms_key
  network             = var.platform.network
  tags                = { Service = "products" }
}

module "products_cache" {
  source = "../../../modules/data/elasticache"

  name          = local.products_name
  alarm_actions = var.platform.alarm_actions
  clients       = { products = { security_group_id = aws_security_group.products.id } }
  kms_key       = var.platform.kms_key
  network       = var.platform.network
  tags          = { Service = "products" }
}
