module "serverless_cache" {
  source = "../../../../modules/data/elasticache-serverless"

  name    = "refusals"
  network = local.database_network
  # users are called my_app: write lower-case letters, digits or "-", at most 40
  users = { my_app = {} }
}

module "serverless_cache_of_nobody" {
  source = "../../../../modules/data/elasticache-serverless"

  name    = "refusals"
  network = local.database_network
  # users is empty, and user_ids too: no login would be possible, write
  users = {}
}
