# One service, heard in each of the ways, and a caller of it that uses one of them.
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
  users = module.behind_a_load_balancer.address
}

module "behind_a_load_balancer" {
  source = "../../../modules/network/alb-service"

  name   = "users"
  routes = { all = { priority = 10, hosts = ["users.example.com"] } }

  listener = {
    arn_suffix        = "app/shop/0"
    dns_name          = "shop.eu-west-1.elb.amazonaws.com"
    listener_arn      = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:listener/app/shop/0/0"
    network_id        = "vpc-0"
    security_group_id = "sg-0"
  }
}

module "by_private_dns" {
  source = "../../../modules/discovery/private-dns-service"

  name      = "users"
  addresses = ["10.0.0.7"]
  port      = 8080
  protocol  = "http"
  zone      = { name = "shop.internal", zone_id = "Z0" }
}

module "by_cloud_map" {
  source = "../../../modules/discovery/cloud-map-service"

  name      = "users"
  namespace = { hosted_zone_id = "Z1", id = "ns-0", name = "shop.local", private_dns = true }
}

module "caller" {
  source = "../../../modules/serverless/lambda-function"

  name        = "caller"
  environment = { USERS_URL = local.users.url }
  image       = { uri = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/caller:1" }
}

module "published" {
  source = "../../../modules/discovery/service-parameters"

  name    = "/shop/users"
  address = local.users
}
