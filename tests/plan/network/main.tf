# The same network in each of its shapes, to be compared in one plan.
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
  skip_credentials_validation = true
  skip_requesting_account_id  = true
}

locals {
  shapes = {
    two      = { zones = ["a", "b"], cidr = "10.0.0.0/16", nat = "per-zone" }
    single   = { zones = ["a", "b"], cidr = "10.0.0.0/16", nat = "single" }
    none     = { zones = ["a", "b"], cidr = "10.0.0.0/16", nat = "none" }
    six      = { zones = ["f", "e", "d", "c", "b", "a"], cidr = "10.0.0.0/16", nat = "none" }
    smallest = { zones = ["a", "b", "c", "d", "e", "f"], cidr = "10.0.0.0/20", nat = "none" }
  }
}

module "network" {
  source   = "../../../modules/network/vpc"
  for_each = local.shapes

  name               = "shapes"
  availability_zones = each.value.zones
  cidr               = each.value.cidr
  nat                = each.value.nat
}
