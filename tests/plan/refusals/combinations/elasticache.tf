module "cache" {
  source = "../../../../modules/data/elasticache"

  name    = "refusals"
  network = local.database_network
  # engine_version of valkey is "7.1": write
  engine_version = "7.1"
  # users are called my_app: write lower-case letters, digits or "-", at most 40
  users = { my_app = {} }
}

module "cache_of_nobody" {
  source = "../../../../modules/data/elasticache"

  name    = "refusals"
  network = local.database_network
  # users is empty, and user_ids too: no login would be possible, write
  users = {}
}
