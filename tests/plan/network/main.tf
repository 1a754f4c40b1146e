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

# The first of the shapes, with everything that can be added to it.
module "grown" {
  source = "../../../modules/network/vpc"

  name               = "shapes"
  availability_zones = ["a", "b"]
  cidr               = "10.0.0.0/16"
  flow_logs          = { bucket = { arn = "arn:aws:s3:::shapes" }, prefix = "vpc/shapes" }
  ipam_pool          = { id = "ipam-pool-0" }
  nat                = "per-zone"
  secondary_cidrs    = ["100.64.0.0/16", "10.200.0.0/20"]

  connections = {
    office  = { cidr = "192.168.0.0/16", vpn_gateway_id = "vgw-0" }
    partner = { cidr = "172.20.0.0/16", transit_gateway_id = "tgw-0", tiers = ["public"] }
    peer    = { cidr = "10.9.0.0/16", peering_connection_id = "pcx-0", tiers = ["private", "public"] }
  }

  endpoint_grants = {
    s3 = [{
      actions    = ["s3:GetObject"]
      resources  = ["arn:aws:s3:::shapes/*"]
      conditions = [{ test = "StringEquals", variable = "aws:PrincipalTag/Team", values = ["shop"] }]
    }]
  }

  tier_tags = {
    database  = { Data = "yes" }
    private   = { "karpenter.sh/discovery" = "shop" }
    public    = { Edge = "yes" }
    secondary = { Pods = "yes" }
  }
}

# Logs in a bucket alone.
module "archived" {
  source = "../../../modules/network/vpc"

  name               = "archived"
  availability_zones = ["a", "b"]
  flow_logs          = { bucket = { arn = "arn:aws:s3:::shapes" }, cloudwatch = false }
  gateway_endpoints  = []
  nat                = "single"
  nat_addresses      = { a = { allocation_id = "eipalloc-0" } }
}
