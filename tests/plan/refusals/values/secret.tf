module "secret" {
  source = "../../../../modules/operations/secret"

  # name is "shop signing": write 1 to 512 letters, digits or
  name = "shop signing"
  # kms_key is {"arn":"alias/shop"}: write the ARN of a key
  kms_key = { arn = "alias/shop" }
  # generated.length is 8: write 16 to 4096 characters
  # generated.key is "username": write a name that is not among its fields
  generated = { fields = { username = "a" }, key = "username", length = 8 }
  # replicas holds ["Frankfurt"]: write regions
  replicas = { Frankfurt = {} }
  # secret_recovery_days is 3: write 7 to 30 days, or 0
  secret_recovery_days = 3
  # value_version is -1: write 0 or a whole number above it
  value_version = -1
}

module "secret_rotation" {
  source = "../../../../modules/operations/secret"

  name = "shop"
  # rotation.days is 0: write 1 to 1000 days
  # rotation.schedule is "every month": write
  # rotation.window_hours is 48: write 1 to 24 hours
  rotation = {
    days         = 0
    function     = local.invoked_by_name
    schedule     = "every month"
    window_hours = 48
  }
}

locals {
  invoked_by_name = { arn = local.invoked.arn, name = "refusals" }
}

module "secret_readers" {
  source = "../../../../modules/operations/secret"

  name    = "shop"
  kms_key = local.key
  # callers holds ["nobody"]: write exactly one of account_id, role_arn and organization_id
  callers = { nobody = {} }
}

module "secret_of_accounts" {
  source = "../../../../modules/operations/secret"

  name    = "shop"
  kms_key = local.key
  # callers is {"billing":{"account_id":"1234",
  callers = { billing = { account_id = "1234" } }
}

module "secret_existing" {
  source = "../../../../modules/operations/secret"

  name = "shop"
  # existing.arn is "arn:aws:ssm:eu-west-1:000000000000:parameter/a": write the ARN of a secret,
  existing = { arn = "arn:aws:ssm:eu-west-1:000000000000:parameter/a" }
}
