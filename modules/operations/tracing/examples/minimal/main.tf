# One request a second is traced, and one in twenty of the rest; what is slow stands together.
module "tracing" {
  source = "../.."

  name     = "tracing-min"
  groups   = { slow = { filter = "responsetime > 2" } }
  sampling = { all = { priority = 9000 } }
}

output "tracing" {
  value = module.tracing
}
