# What is put goes into a bucket, compressed, in folders by day.
module "firehose" {
  source = "../.."

  name   = "example-firehose-minimal"
  bucket = module.bucket
}

module "bucket" {
  source = "../../../../data/s3-bucket"

  name = "example-firehose-minimal"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

output "bucket" {
  value = module.bucket
}

output "firehose" {
  value = module.firehose
}
