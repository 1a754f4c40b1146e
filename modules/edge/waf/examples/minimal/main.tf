# AWS's rules against known attacks, and a limit of requests per address: the defaults.
module "waf" {
  source = "../.."

  name = "example-waf-minimal"
}

output "waf" {
  value = module.waf
}
