# A key to sign with: under a key of its own, in two regions, read by another account, new every first of the month.
module "key" {
  source = "../../../kms-key"

  name            = "example-secret-complete"
  reader_accounts = ["111122223333"]
}

# Yours comes from wherever it was issued: an ephemeral variable, or another provider's ephemeral resource.
ephemeral "aws_secretsmanager_random_password" "issued" {
  exclude_punctuation = true
  password_length     = 48
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name            = "example-secret-complete"
  grants          = [module.secret.grants.rotate]
  handler         = "rotation.token.handler"
  package         = { path = "${path.module}/../../../../../examples/functions/services/rotation/build/rotation.zip" }
  timeout_seconds = 30
}

module "secret" {
  source = "../.."

  name          = "example-secret-complete/signing"
  description   = "Signs what the shop hands to its partners."
  kms_key       = module.key
  replicas      = { eu-central-1 = {} }
  value         = ephemeral.aws_secretsmanager_random_password.issued.random_password
  value_version = 1

  callers = {
    billing = { account_id = "111122223333" }
    company = { organization_id = "o-a1b2c3d4e5" }
    reader  = { role_arn = module.reader.arn }
  }

  rotation = {
    function     = module.function
    schedule     = "cron(0 4 1 * ? *)"
    window_hours = 2
  }

  secret_recovery_days = 0

  tags = { Service = "partners" }
}

data "aws_caller_identity" "this" {}

module "reader" {
  source = "../../../iam-role"

  name    = "example-secret-reader"
  callers = { account = { account_id = data.aws_caller_identity.this.account_id } }
}

output "function" {
  value = module.function
}

output "reader" {
  value = module.reader
}

output "secret" {
  value = module.secret
}
