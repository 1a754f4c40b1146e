# Images encrypted with the domain's key, built here, and run in two other accounts as services and as functions.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-container-registry-complete"
  deletion_window_days = 7
}

module "images" {
  source = "../.."

  name                  = "example-container-registry-complete/users"
  functions_of_accounts = ["111111111111"]
  kept_images           = 30
  kms_key               = module.key
  pull_accounts         = ["111111111111", "222222222222"]
  untagged_days         = 1

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false

  tags = { Service = "users" }
}

output "images" {
  value = module.images
}
