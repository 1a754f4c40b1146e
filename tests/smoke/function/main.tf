# A function whose package, stable version and share of calls the tests choose, over a layer.
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

variable "canary" {
  type    = object({ stable_version = string, percent = number })
  default = null
}

variable "layer" {
  type = string
}

variable "package" {
  type = string
}

resource "aws_lambda_layer_version" "greeting" {
  layer_name       = "release-greeting"
  filename         = var.layer
  source_code_hash = filebase64sha256(var.layer)
}

module "function" {
  source = "../../../modules/serverless/lambda-function"

  name    = "release-function"
  handler = "shop.handlers.greet"
  package = { path = var.package }
  layers  = [aws_lambda_layer_version.greeting.arn]

  alias       = { canary = var.canary }
  environment = { SHOP = "example" }
}

# What its pipeline released stays.
module "pipeline" {
  source = "../../../modules/serverless/lambda-function"

  name        = "release-pipeline"
  handler     = "shop.handlers.greet"
  package     = { path = var.package }
  layers      = [aws_lambda_layer_version.greeting.arn]
  alias       = {}
  released_by = "pipeline"
  environment = { SHOP = "example" }
}

output "function" {
  value = module.function
}
