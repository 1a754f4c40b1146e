module "secret_without_key" {
  source = "../../../../modules/operations/secret"

  name = "shop"
  # callers holds ["billing"] and there is no kms_key: other accounts cannot decrypt
  callers = { billing = { account_id = "111122223333" } }
}

module "secret_existing_and_written" {
  source = "../../../../modules/operations/secret"

  name = "shop"
  # existing is set with generated, value_version or replicas: leave these out
  existing      = { arn = local.secret.arn }
  value_version = 1
}

module "secret_without_function" {
  source = "../../../../modules/operations/secret"

  name = "shop"
  # rotation has no function: write function = module.rotation, or existing
  rotation = { days = 30 }
}
