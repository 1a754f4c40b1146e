# Development: one NAT gateway, a week of logs.
locals {
  environment = "dev"
  protected   = false
}

terraform {
  required_version = ">= 1.11"

  backend "s3" {
    bucket       = "shop-dev-terraform-state"
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
  network        = { zones = ["a", "b"], nat = "single" }
  protected      = local.protected
  retention_days = { logs = 7, events = 7 }
}

module "shop" {
  source = "../../examples/shop"

  platform = module.platform
  users    = { memory_mb = 256, recovery_days = 7, requests_per_second = 50 }
}

output "services" {
  description = "Where the services listen, and requests to try."
  value       = module.shop.services
}
