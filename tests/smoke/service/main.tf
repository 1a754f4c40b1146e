# The catalog of the shop behind a load balancer, in a release that the tests choose, and a client of the catalog.
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

variable "release" {
  description = "What the service says of itself, and what it runs; null for what its image does."
  type        = object({ name = string, command = optional(list(string)), wait = optional(bool, true) })
}

module "network" {
  source = "../../../examples/network"

  name = "service"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "catalog.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "alb" {
  source = "../../../modules/network/alb"

  name                = "service"
  access_logs         = null
  certificate         = { arn = aws_acm_certificate_validation.this.certificate_arn }
  deletion_protection = false
  internal            = true
  network             = module.network
}

module "cluster" {
  source = "../../../modules/compute/ecs-cluster"

  name = "service"
}

module "images" {
  source = "../../../modules/compute/container-registry"

  name                = "shop/catalog"
  deletion_protection = false
}

resource "aws_secretsmanager_secret" "this" {
  name                    = "service"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = jsonencode({ for number in range(1, 10) : number => "release ${number}" })
}

module "catalog" {
  source = "../../../modules/compute/ecs-service"

  name          = "service-catalog"
  cluster       = module.cluster
  command       = var.release.command
  connect       = { dns_name = "catalog" }
  clients       = { client = module.client }
  environment   = { NAME = var.release.name }
  health_check  = { path = "/health", interval_seconds = 5, timeout_seconds = 2, unhealthy_after = 2 }
  image         = "${module.images.url}:${var.release.name}"
  listener      = module.alb
  network       = module.network
  port          = 8080
  routes        = { all = { priority = 10, hosts = ["catalog.example.com"] } }
  secrets       = { RELEASE = { secret = aws_secretsmanager_secret_version.this, key = var.release.name } }
  start_seconds = 5
  stop_seconds  = 5
  tasks         = { min = 2, max = 4 }
  wait          = var.release.wait
}

locals {
  # A program that calls the catalog by its name once a second, and prints the answer.
  client = <<-EOT
    import time, urllib.request
    while True:
        try:
            print(urllib.request.urlopen("http://catalog:8080/products/tea").read().decode(), flush=True)
        except OSError as error:
            print(error, flush=True)
        time.sleep(1)
  EOT
}

# It has no port: it is only a client.
module "client" {
  source = "../../../modules/compute/ecs-service"

  name    = "service-client"
  cluster = module.cluster
  command = ["python", "-c", local.client]
  connect = {}
  image   = "${module.images.url}:1"
  network = module.network
  tasks   = { min = 1, max = 1 }
  wait    = false
}

output "alb" {
  value = module.alb
}

output "catalog" {
  value = module.catalog
}

output "client" {
  value = module.client
}

output "cluster" {
  value = module.cluster
}
