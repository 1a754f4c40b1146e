# What a development environment shares.
module "platform" {
  source = "../.."

  name           = "example-platform-min"
  network        = { zones = ["a", "b"], nat = "single" }
  protected      = false
  retention_days = { logs = 7, events = 7 }
}

output "platform" {
  value = module.platform
}
