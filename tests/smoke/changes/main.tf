# What the gallery's modules hold, and with `next` what it becomes. It has to change in place.
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

variable "next" {
  type = bool
}

module "network" {
  source = "../../../examples/network"

  name = "changes"
}
