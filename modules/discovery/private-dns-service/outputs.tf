locals {
  # As a URL has it: not where it goes without saying.
  port = var.port == lookup({ http = 80, https = 443 }, var.protocol, 0) ? "" : format(":%d", var.port)
}

output "address" {
  description = "Where the service listens: `host`, `port`, `protocol` and, for HTTP, `url`."
  value = {
    host     = local.host
    port     = var.port
    protocol = var.protocol
    url      = contains(["http", "https"], var.protocol) ? "${var.protocol}://${local.host}${local.port}" : null
  }

  # The name is returned only once it can be called.
  depends_on = [aws_route53_record.this]
}

output "name" {
  description = "The whole name."
  value       = aws_route53_record.this.fqdn
}
