# CloudFront has its certificates, web ACLs, logs and metrics there.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = {
      CostCenter  = "gallery"
      Environment = "gallery"
      Service     = "gallery"
    }
  }
}

module "cdn_complete" {
  source = "../../../modules/edge/cdn/examples/complete"

  providers = { aws = aws.us_east_1 }

  depends_on = [terraform_data.ready]
}

output "cdn_complete" {
  value = module.cdn_complete
}

module "cdn_existing" {
  source = "../../../modules/edge/cdn/examples/existing"

  providers = { aws = aws.us_east_1 }

  depends_on = [terraform_data.ready]
}

output "cdn_existing" {
  value = module.cdn_existing
}

module "cdn_minimal" {
  source = "../../../modules/edge/cdn/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "cdn_minimal" {
  value = module.cdn_minimal
}

module "dns_failover_complete" {
  source = "../../../modules/edge/dns-failover/examples/complete"

  depends_on = [terraform_data.ready]
}

output "dns_failover_complete" {
  value = module.dns_failover_complete
}

module "dns_failover_minimal" {
  source = "../../../modules/edge/dns-failover/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "dns_failover_minimal" {
  value = module.dns_failover_minimal
}

module "global_accelerator_complete" {
  source = "../../../modules/edge/global-accelerator/examples/complete"

  depends_on = [terraform_data.ready]
}

output "global_accelerator_complete" {
  value = module.global_accelerator_complete
}

module "global_accelerator_minimal" {
  source = "../../../modules/edge/global-accelerator/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "global_accelerator_minimal" {
  value = module.global_accelerator_minimal
}

module "waf_complete" {
  source = "../../../modules/edge/waf/examples/complete"

  depends_on = [terraform_data.ready]
}

output "waf_complete" {
  value = module.waf_complete
}

module "waf_minimal" {
  source = "../../../modules/edge/waf/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "waf_minimal" {
  value = module.waf_minimal
}
