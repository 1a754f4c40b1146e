# Databases as production has them.
module "rds" {
  source = "../../../modules/data/rds"

  name                = "databases-rds"
  apply_immediately   = true
  backups             = var.next ? { retention_days = 35, window = "05:00-06:00" } : {}
  database            = "orders"
  deletion_protection = var.protected
  engine_version      = var.next ? "17.6" : "17.5"
  insights            = var.next ? "advanced" : "standard"
  instance_class      = var.next ? "db.r7g.large" : "db.t4g.medium"
  logs                = { exports = var.next ? ["postgresql"] : ["postgresql", "upgrade"] }
  managed_password    = !var.next
  monitoring_seconds  = var.next ? 15 : 60
  network             = local.network
  parameters          = var.next ? { work_mem = { value = "65536" } } : {}
  proxy               = {}
  replicas            = var.next ? { reports = {} } : {}
  storage             = var.next ? { gb = 500, iops = 14000, throughput_mbps = 600 } : {}
  tags                = var.next ? { Service = "orders" } : {}
}

module "aurora" {
  source = "../../../modules/data/aurora"

  name                = "databases-aurora"
  apply_immediately   = true
  backups             = var.next ? { retention_days = 35, window = "05:00-06:00" } : {}
  capacity            = var.next ? { min = 2, max = 32 } : {}
  data_api            = var.next
  database            = "orders"
  deletion_protection = var.protected
  insights            = var.next ? "advanced" : "standard"
  instances = (
    var.next ? { one = { class = "db.r7g.large", promotion_tier = 0 }, two = {}, three = {} } : { one = {}, two = {} }
  )
  io_optimized   = var.next
  network        = local.network
  parameters     = var.next ? { work_mem = { value = "65536" } } : {}
  reader_scaling = var.next ? { min = 2, max = 4 } : null
  tags           = var.next ? { Service = "orders" } : {}
}

output "databases" {
  value = { rds = { address = module.rds.address, secret_arn = module.rds.secret_arn } }
}

output "snapshots" {
  value = { aurora = module.aurora.final_snapshot_name, rds = module.rds.final_snapshot_name }
}
