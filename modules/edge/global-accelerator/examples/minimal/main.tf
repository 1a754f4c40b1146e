resource "aws_eip" "api" {
  #checkov:skip=CKV2_AWS_19: represents what listens in this region
  domain = "vpc"
}

module "accelerator" {
  source = "../.."

  name = "example-global-accelerator-minimal"

  listeners = {
    https = {
      ports  = [443]
      groups = { eu-west-1 = { endpoints = { api = { id = aws_eip.api.allocation_id, keep_client_ip = false } } } }
    }
  }
}

output "accelerator" {
  value = module.accelerator
}
