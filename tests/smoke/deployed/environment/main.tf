# A small environment: a queue with its dead letters, and a function in a role of its own that reads it.
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

variable "package" {
  type = string
}

module "table" {
  source = "../../../../modules/data/dynamodb-table"

  name                = "shop-deployed"
  deletion_protection = false
  partition_key       = { name = "id" }
}

module "function" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "shop-deployed"
  grants  = [module.table.grants.read_write]
  handler = "echo.handlers.worker"
  package = { path = var.package }
  tracing = false
}

output "table" {
  value = module.table.name
}
