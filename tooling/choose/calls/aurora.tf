module "orders_database" {
  source = "../../modules/data/aurora"

  name     = "orders"
  database = "orders"
  network  = module.platform.network
}
