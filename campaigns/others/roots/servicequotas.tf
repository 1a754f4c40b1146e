data "aws_servicequotas_service_quota" "this" {
  quota_code   = "L-F678F1CE"
  service_code = "vpc"
}
