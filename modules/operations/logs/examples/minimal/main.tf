# A log group for an audit trail of your own, and a metric of what it says.
module "logs" {
  source = "../.."

  name   = "example-logs-minimal"
  groups = { "/example/logs-minimal/audit" = {} }

  metric_filters = {
    refused = { log_group_name = "/example/logs-minimal/audit", pattern = "{ $.outcome = \"refused\" }" }
  }
}

output "logs" {
  value = module.logs
}
