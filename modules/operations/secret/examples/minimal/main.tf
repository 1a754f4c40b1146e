# A password that nobody has seen: it is made in Secrets Manager, and neither plan nor state holds it.
module "secret" {
  source = "../.."

  name      = "example-secret-minimal"
  generated = { fields = { username = "reports" } }

  # Examples are destroyed after use. Leave this out of yours.
  secret_recovery_days = 0
}

output "secret" {
  value = module.secret
}
