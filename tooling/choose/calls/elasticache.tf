module "orders_cache" {
  source = "../../modules/data/elasticache"

  name      = "orders"
  network   = module.platform.network
  node_type = "cache.t4g.medium"
}
