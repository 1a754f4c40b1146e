# Stores of a shop in a VPC that exists already, and with `again` what is made from their snapshots and points in time.
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

variable "again" {
  description = "Whether there is what is made from snapshots and points in time."
  type        = bool
}

variable "restore" {
  description = "Whether the code still says from what it is made."
  type        = bool
}

resource "aws_vpc" "this" {
  cidr_block = "10.77.0.0/16"
}

resource "aws_subnet" "this" {
  for_each = { a = "10.77.1.0/24", b = "10.77.2.0/24" }

  availability_zone = "eu-west-1${each.key}"
  cidr_block        = each.value
  vpc_id            = aws_vpc.this.id
}

locals {
  network = {
    id                  = aws_vpc.this.id
    database_subnet_ids = { for zone, subnet in aws_subnet.this : zone => subnet.id }
  }
}

module "orders" {
  source = "../../../modules/data/rds"

  name                = "restore-orders"
  database            = "orders"
  deletion_protection = false
  deployment          = "single"
  final_snapshot      = false
  insights            = "off"
  logs                = { exports = [] }
  managed_password    = false
  monitoring_seconds  = 0
  network             = local.network
}

module "orders_again" {
  source = "../../../modules/data/rds"
  count  = var.again ? 1 : 0

  name                = "restore-orders-again"
  database            = "orders"
  deletion_protection = false
  deployment          = "single"
  final_snapshot      = false
  insights            = "off"
  logs                = { exports = [] }
  managed_password    = false
  monitoring_seconds  = 0
  network             = local.network
  restore             = var.restore ? { snapshot = "restore-orders-kept" } : null
}

module "returns" {
  source = "../../../modules/data/aurora"

  name                = "restore-returns"
  database            = "returns"
  deletion_protection = false
  final_snapshot      = false
  insights            = "off"
  instances           = { one = {} }
  logs                = { exports = [] }
  monitoring_seconds  = 0
  network             = local.network
}

module "returns_again" {
  source = "../../../modules/data/aurora"
  count  = var.again ? 1 : 0

  name                = "restore-returns-again"
  database            = "returns"
  deletion_protection = false
  final_snapshot      = false
  insights            = "off"
  instances           = { one = {} }
  logs                = { exports = [] }
  monitoring_seconds  = 0
  network             = local.network
  restore             = var.restore ? { source = module.returns.name } : null
}

module "carts" {
  source = "../../../modules/data/dynamodb-table"

  name                = "restore-carts"
  deletion_protection = false
  partition_key       = { name = "id" }
}

module "carts_again" {
  source = "../../../modules/data/dynamodb-table"
  count  = var.again ? 1 : 0

  name                = "restore-carts-again"
  deletion_protection = false
  partition_key       = { name = "id" }
  restore             = var.restore ? { source = module.carts.name } : null
  ttl                 = { attribute = "expires" }
}

module "sessions" {
  source = "../../../modules/data/elasticache"

  name     = "restore-sessions"
  network  = local.network
  replicas = 0
}

module "sessions_again" {
  source = "../../../modules/data/elasticache"
  count  = var.again ? 1 : 0

  name     = "restore-sessions-again"
  network  = local.network
  replicas = 0
  restore  = var.restore ? { snapshot = "restore-sessions-kept" } : null
}

output "stores" {
  value = {
    orders        = { address = module.orders.address, secret_arn = module.orders.secret_arn }
    orders_again  = one([for one in module.orders_again : { address = one.address, secret_arn = one.secret_arn }])
    returns       = { address = module.returns.address, secret_arn = module.returns.secret_arn }
    returns_again = one([for one in module.returns_again : { address = one.address, secret_arn = one.secret_arn }])
  }
}
