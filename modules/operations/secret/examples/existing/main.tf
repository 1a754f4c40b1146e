# A secret that was made elsewhere gets a rotation, and its value stays its owner's.
resource "aws_secretsmanager_secret" "existing" {
  #checkov:skip=CKV2_AWS_57: the module below rotates it
  #checkov:skip=CKV_AWS_149: the account's AWS managed key encrypts it
  name                    = "example-secret-existing"
  recovery_window_in_days = 0
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name    = "example-secret-existing"
  grants  = [module.secret.grants.rotate]
  handler = "rotation.token.handler"
  package = { path = "${path.module}/../../../../../examples/functions/services/rotation/build/rotation.zip" }
}

module "secret" {
  source = "../.."

  name     = "example-secret-existing"
  existing = aws_secretsmanager_secret.existing
  rotation = { function = module.function }
}

output "secret" {
  value = module.secret
}
