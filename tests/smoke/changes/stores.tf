# Other tags, sizes, numbers, retention and settings.
locals {
  tags = { Owner = var.next ? "payments" : "orders" }
}

module "table" {
  source = "../../../modules/data/dynamodb-table"

  name                        = "stores"
  partition_key               = { name = "id" }
  contributor_insights        = var.next
  deletion_protection         = false
  global_indexes              = var.next ? { by-state = { partition_key = { name = "state" } } } : {}
  limits                      = var.next ? { read = 100 } : {}
  point_in_time_recovery_days = var.next ? 7 : 35
  replicas                    = var.next ? { eu-central-1 = {} } : {}
  stream                      = "NEW_AND_OLD_IMAGES"
  tags                        = local.tags
  ttl                         = var.next ? { attribute = "expires_at" } : null
}

module "accelerator" {
  source = "../../../modules/data/dax"

  name             = "stores"
  grants           = var.next ? [module.table.grants.read_write] : [module.table.grants.read]
  item_ttl_seconds = var.next ? 30 : 60
  network          = local.network
  nodes            = var.next ? 4 : 3
  tags             = local.tags
}

module "cache" {
  source = "../../../modules/data/elasticache"

  name              = "stores"
  apply_immediately = true
  log               = { retention_days = var.next ? 60 : 30 }
  network           = local.network
  node_type         = var.next ? "cache.r7g.large" : "cache.t4g.small"
  parameters        = { timeout = var.next ? "60" : "30" }
  snapshots         = { retention_days = var.next ? 14 : 7 }
  tags              = local.tags
  users             = var.next ? { app = {}, report = { access = "~* +@read" } } : { app = {} }
}

module "serverless_cache" {
  source = "../../../modules/data/elasticache-serverless"

  name      = "stores-serverless"
  limits    = { ecpu_per_second = var.next ? 20000 : 10000, storage_gb = var.next ? 20 : 10 }
  network   = local.network
  snapshots = { retention_days = var.next ? 14 : 7 }
  tags      = local.tags
}

module "memcached" {
  source = "../../../modules/data/memcached"

  name              = "stores-memcached"
  apply_immediately = true
  network           = local.network
  nodes             = var.next ? 3 : 2
  parameters        = { max_item_size = var.next ? "4194304" : "2097152" }
  tags              = local.tags
}

module "broker" {
  source = "../../../modules/messaging/mq-broker"

  name                 = "stores"
  apply_immediately    = true
  configuration        = "consumer_timeout = ${var.next ? 600000 : 900000}\n"
  instance_type        = var.next ? "mq.m7g.xlarge" : "mq.m7g.large"
  maintenance          = { day = var.next ? "MONDAY" : "SUNDAY" }
  network              = local.network
  secret_recovery_days = 0
  tags                 = local.tags
}
