module "cdn" {
  source = "../../../../modules/edge/cdn"

  name              = "refusals"
  allowed_countries = ["DE"]
  # behaviours go to api: write names of origins (site)
  # behaviours run rewrite: write names of functions ()
  behaviours = { "/api/*" = { function = "rewrite", origin = "api" } }
  # blocked_countries and allowed_countries are both set: write one of them
  blocked_countries = ["KP"]
  # default.origin is "shop": write the name of an origin (site)
  # default.function is "rewrite": write the name of a function ()
  default = { function = "rewrite", origin = "shop" }
  origins = { site = { host = "site.example.com" } }
}

# default and behaviours have cache "Managed-CachingOptimized": write what AWS calls a managed policy without
module "cdn_policies" {
  source = "../../../../modules/edge/cdn"

  name    = "refusals"
  default = { origin = "site", cache = "Managed-CachingOptimized" }
  origins = { site = { host = "site.example.com" } }
}
