# A site from a private bucket: the defaults.
module "bucket" {
  source = "../../../../data/s3-bucket"

  name    = "example-cdn-minimal"
  readers = { cdn = { service = "cloudfront", source_arn = module.cdn.arn } }
}

module "cdn" {
  source = "../.."

  name        = "example-cdn-minimal"
  default     = { origin = "site" }
  origins     = { site = { bucket = { domain_name = module.bucket.domain_name } } }
  root_object = "index.html"
}

output "cdn" {
  value = module.cdn
}
