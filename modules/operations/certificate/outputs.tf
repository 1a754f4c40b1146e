output "arn" {
  description = <<-EOT
    ARN of the certificate, once it is issued. Hand the whole module to others instead: `certificate =
    module.certificate`.
  EOT
  value       = aws_acm_certificate_validation.this.certificate_arn
}

output "name" {
  description = "First name of the certificate."
  value       = var.name
}

output "records" {
  description = <<-EOT
    Names of the records that validate it, for the same certificate in another region: `validated_by =
    module.certificate`.
  EOT
  value = (
    var.validated_by == null ? [for record in aws_route53_record.validation : record.fqdn] : var.validated_by.records
  )
}
