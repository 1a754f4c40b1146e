# The roles of a pipeline that deploys the environment beside it, from the calls that were recorded.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "policy" {
  type = string
}

module "roles" {
  source = "../../../../modules/operations/deploy-roles"

  name   = "shop-deploy"
  github = { repository = "your-org/shop" }
  environments = {
    dev = { policy = var.policy, state = { bucket = "shop-deployed-state", key = "dev.tfstate" } }
  }
}

output "roles" {
  value = module.roles
}
