data "aws_ssm_parameter" "this" {
  name = var.name
}

locals {
  # Not `value`, which Terraform would hide wherever it goes.
  address = jsondecode(data.aws_ssm_parameter.this.insecure_value)
}
