# Staging: production's zones, one NAT gateway, a month of logs.
locals {
  environment = "staging"
  protected   = false
}

terraform {
  required_version = ">= 1.11"

  backend "s3" {
    bucket       = "shop-staging-terraform-state"
    key          = "shop.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      CostCenter  = "shop"
      Environment = local.environment
      Service     = "platform"
    }
  }
}

module "platform" {
  source = "../../modules/blueprints/platform"

  name           = "shop-${local.environment}"
  network        = { zones = ["a", "b", "c"], nat = "single" }
  protected      = local.protected
  retention_days = { logs = 30, events = 14 }
}

module "shop" {
  source = "../../examples/shop"

  platform = module.platform
  users    = { memory_mb = 512, recovery_days = 7, requests_per_second = 100 }
}

output "services" {
  description = "Where the services listen, and requests to try."
  value       = module.shop.services
}
