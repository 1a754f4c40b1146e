resource "aws_ssm_parameter" "this" {
  #checkov:skip=CKV2_AWS_34: where a service listens is no secret, and reading it needs no key
  name        = var.name
  description = var.description
  type        = "String"
  value       = jsonencode(var.address)

  tags = var.tags
}
