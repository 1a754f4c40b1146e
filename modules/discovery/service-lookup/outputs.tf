output "address" {
  description = "Where the service listens: `host`, `port`, `protocol` and, for HTTP, `url`."
  value = {
    host     = local.address.host
    port     = local.address.port
    protocol = local.address.protocol
    url      = local.address.url
  }

  precondition {
    condition = can([local.address.host, local.address.port, local.address.protocol, local.address.url])
    error_message = join(" ", [
      "${var.name} holds no address: publish it with discovery/service-parameters, or write the name of one",
      "that is.",
    ])
  }
}

output "grants" {
  description = "Least-privilege statements: `read` where the service listens, while running."
  value = {
    read = [{
      actions    = ["ssm:GetParameter", "ssm:GetParameters"]
      resources  = [data.aws_ssm_parameter.this.arn]
      conditions = []
    }]
  }
}
