output "arn" {
  description = "ARN of the zone."
  value       = aws_route53_zone.this.arn
}

output "grants" {
  description = "Least-privilege statements: `change` records, and `read` them."
  value = {
    change = [{
      actions    = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
      resources  = [aws_route53_zone.this.arn]
      conditions = []
    }]
    read = [{
      actions    = ["route53:ListResourceRecordSets"]
      resources  = [aws_route53_zone.this.arn]
      conditions = []
    }]
  }
}

output "name" {
  description = "Domain of the zone."
  value       = aws_route53_zone.this.name
}

output "zone_id" {
  description = "Id of the zone. Hand the whole module to services instead: `zone = module.zone`."
  value       = aws_route53_zone.this.zone_id
}
