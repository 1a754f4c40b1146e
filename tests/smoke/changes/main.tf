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

variable "protected" {
  type    = bool
  default = true
}

module "network" {
  source = "../../../examples/network"

  name = "changes"
}

# The network gets a zone more.
locals {
  zones   = { for zone, id in module.network.private_subnet_ids : zone => id if var.next || zone != "c" }
  network = merge(module.network, { database_subnet_ids = local.zones, private_subnet_ids = local.zones })
}
