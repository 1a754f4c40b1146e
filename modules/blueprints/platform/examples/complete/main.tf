# What a production environment shares: three zones with a NAT gateway each, a year of logs, mail for alarms.
module "platform" {
  source = "../.."

  name         = "example-platform-full"
  alarm_emails = ["on-call@example.com"]

  network = {
    zones               = ["a", "b", "c"]
    cidr                = "10.40.0.0/16"
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs"]
  }

  # Examples are destroyed after use. Leave this out of yours.
  protected = false

  tags = { Service = "platform" }
}

output "platform" {
  value = module.platform
}
