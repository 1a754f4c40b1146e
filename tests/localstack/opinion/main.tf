# What LocalStack Community serves of five modules. Where an example needs a function, which it runs in Docker only,
# the same is built here without.
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
