# A private bucket: encrypted, versioned, tidied up.
module "bucket" {
  source = "../.."

  name = "example-s3-bucket-minimal"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

output "bucket" {
  value = module.bucket
}
