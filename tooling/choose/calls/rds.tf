module "orders_database" {
  source = "../../modules/data/rds"

  name     = "orders"
  database = "orders"
  network  = module.platform.network
}
