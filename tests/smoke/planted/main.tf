# A secret whose value the tests know, and one that nobody knows.
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

variable "planted" {
  type      = string
  ephemeral = true
}

module "secret" {
  source = "../../../modules/operations/secret"

  name                 = "planted"
  description          = "marked-for-the-scan"
  value                = var.planted
  value_version        = 1
  secret_recovery_days = 0
}

module "generated" {
  source = "../../../modules/operations/secret"

  name                 = "planted-generated"
  generated            = { fields = { username = "reports" } }
  secret_recovery_days = 0
}

output "generated" {
  value = module.generated
}

output "secret" {
  value = module.secret
}
