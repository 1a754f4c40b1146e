# What a development environment shares, in an account where another platform already set what an account has once.
module "platform" {
  source = "../.."

  name             = "example-platform-min"
  account_settings = false
  network          = { zones = ["a", "b"], nat = "single" }
  protected        = false
  retention_days   = { logs = 7, events = 7 }
}

output "platform" {
  value = module.platform
}
