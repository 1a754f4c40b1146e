resource "aws_acm_certificate" "this" {
  #checkov:skip=CKV2_AWS_71: whether a wildcard is wanted is the caller's choice
  domain_name               = var.name
  key_algorithm             = var.key_algorithm
  subject_alternative_names = var.alternative_names
  validation_method         = "DNS"

  options {
    certificate_transparency_logging_preference = "ENABLED"
  }

  tags = merge(var.tags, { Name = var.name })

  # What shows the certificate gets the new one before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # A domain name, or a wildcard of all names directly under it.
  # A wildcard and the name it stands under have the same record: "*.example.com" and "example.com".
  # https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
  names = toset([for name in concat([var.name], tolist(var.alternative_names)) : trimprefix(name, "*.")])

  options = {
    for option in aws_acm_certificate.this.domain_validation_options :
    trimprefix(option.domain_name, "*.") => option...
  }
}

# The record of a name is the same in every region of an account, so a second certificate leaves it to the first.
resource "aws_route53_record" "validation" {
  for_each = var.validated_by == null ? local.names : toset([])

  name    = local.options[each.key][0].resource_record_name
  records = [local.options[each.key][0].resource_record_value]
  ttl     = 300
  type    = local.options[each.key][0].resource_record_type
  zone_id = var.zone.zone_id
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
  validation_record_fqdns = (
    var.validated_by == null ? [for record in aws_route53_record.validation : record.fqdn] : var.validated_by.records
  )
}

# ACM renews by itself as long as the record is there and something uses the certificate.
resource "aws_cloudwatch_metric_alarm" "expiry" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${replace(var.name, "*", "any")}-certificate-expiry"
  alarm_description   = "Certificate of ${var.name} is valid for less than ${var.alarm_days} days: is its record there?"
  alarm_actions       = var.alarm_actions
  comparison_operator = "LessThanThreshold"
  dimensions          = { CertificateArn = aws_acm_certificate.this.arn }
  evaluation_periods  = 1
  metric_name         = "DaysToExpiry"
  namespace           = "AWS/CertificateManager"
  ok_actions          = var.alarm_actions
  period              = 86400
  statistic           = "Minimum"
  threshold           = var.alarm_days
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
