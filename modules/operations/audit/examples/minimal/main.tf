# A member of an organization: its trail is here, the rest is turned on by the organization's administrator.
module "audit" {
  source = "../.."

  name            = "example-audit-minimal"
  access_analyzer = null
  config          = null
  guardduty       = null
  security_hub    = null
}

output "audit" {
  value = module.audit
}
