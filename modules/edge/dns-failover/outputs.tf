data "aws_partition" "this" {}

output "address" {
  description = "Where callers go: `host`, `port`, `protocol` and `url`."
  value       = { host = var.name, port = 443, protocol = "https", url = "https://${var.name}" }

  # The name is returned only once it can be called.
  depends_on = [aws_route53_record.this]
}

output "grants" {
  description = "Least-privilege statements: `read_health`, what checkers say of the endpoints."
  value = {
    read_health = [
      for check in aws_route53_health_check.this : {
        actions    = ["route53:GetHealthCheck", "route53:GetHealthCheckStatus"]
        resources  = ["arn:${data.aws_partition.this.partition}:route53:::healthcheck/${check.id}"]
        conditions = []
      }
    ]
  }
}

output "health_check_ids" {
  description = <<-EOT
    Ids of the health checks by endpoint.
    Their metric (`AWS/Route53`, `HealthCheckStatus`) is in us-east-1, whatever the region: alarms on it belong
    there.
  EOT
  value       = { for name, check in aws_route53_health_check.this : name => check.id }
}
