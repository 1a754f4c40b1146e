# What others refer to is taken away in the same apply in which they stop referring to it.
module "renamed_network" {
  source = "../../../modules/network/vpc"

  name                = var.next ? "edits-renamed" : "edits"
  availability_zones  = ["a", "b"]
  cidr                = "10.40.0.0/16"
  interface_endpoints = ["sqs"]
  nat                 = "none"
}

module "firewall" {
  source = "../../../modules/edge/waf"

  name        = "edits"
  allowed_ips = var.next ? [] : ["192.0.2.0/24"]
}

module "site" {
  source = "../../../modules/data/s3-bucket"

  name    = "edits-site"
  readers = { cdn = { service = "cloudfront", source_arn = module.cdn.arn } }
}

module "cdn" {
  source = "../../../modules/edge/cdn"

  name      = "edits"
  default   = { origin = var.next ? "app" : "site", function = var.next ? null : "folders" }
  functions = var.next ? {} : { folders = "function handler(event) { return event.request; }" }
  origins = merge(
    { app = { host = "app.example.com" } },
    var.next ? {} : { site = { bucket = { domain_name = module.site.domain_name } } }
  )
}

module "instances" {
  source = "../../../modules/compute/ec2-autoscaling"

  name           = "edits"
  image          = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"
  instance_types = ["c7g.large"]
  instances      = { min = 0, max = 1 }
  network        = local.network
  scaling        = {}

  tags = { AmazonECSManaged = "true" }
}

module "shrinking_cluster" {
  source = "../../../modules/compute/ecs-cluster"

  name            = "edits"
  execute_command = null
  instances       = var.next ? {} : { graviton = { autoscaling_group = module.instances } }
}

module "lattice" {
  source = "../../../modules/discovery/lattice"

  name     = "edits"
  log      = null
  networks = { this = { network = local.network } }
}

module "lattice_service" {
  source = "../../../modules/discovery/lattice-service"

  name     = "edits"
  forward  = var.next ? { green = 1 } : { blue = 90, green = 10 }
  lattices = { shop = module.lattice }
  targets = merge(
    { green = { network = local.network } },
    var.next ? {} : { blue = { network = local.network, addresses = { one = "10.12.0.7" } } },
  )
}

module "echo" {
  source = "../../../modules/serverless/lambda-function"

  name    = "edits-echo"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../examples/functions/services/echo/build/echo.zip" }
}

module "doorman" {
  source = "../../../modules/serverless/lambda-function"

  name    = "edits-doorman"
  handler = "echo.handlers.authorize"
  package = { path = "${path.module}/../../../examples/functions/services/echo/build/echo.zip" }
}

resource "aws_service_discovery_http_namespace" "edits" {
  name = "edits"
}

resource "aws_service_discovery_service" "prices" {
  name         = "prices"
  namespace_id = aws_service_discovery_http_namespace.edits.id
}

locals {
  targets = { echo = module.echo, prices = aws_service_discovery_service.prices }
  now     = var.next ? null : local.targets
  later   = var.next ? local.targets : null
}

# A route moves from the network to a function, another the other way; an authorizer goes.
module "http_api" {
  source = "../../../modules/serverless/http-api"

  name    = "edits"
  network = local.network
  authorizers = (
    var.next ? {} : { doorman = { function = module.doorman, identity_sources = ["$request.header.X-Key"] } }
  )
  routes = {
    "GET /orders" = { function = one(local.now[*].echo), registry = one(local.later[*].prices) }
    "GET /prices" = {
      function      = one(local.later[*].echo)
      registry      = one(local.now[*].prices)
      authorization = var.next ? "AWS_IAM" : "doorman"
    }
  }
}

module "websocket_api" {
  source = "../../../modules/serverless/websocket-api"

  name = "edits"
  authorizers = (
    var.next ? {} :
    { doorman = { function = module.doorman, identity_sources = ["route.request.querystring.caller"] } }
  )
  routes = merge(
    { "$connect" = { function = module.echo, authorization = var.next ? "AWS_IAM" : "doorman" } },
    var.next ? {} : { send = { function = module.echo } },
  )
}

module "graphql_api" {
  source = "../../../modules/serverless/graphql-api"

  name         = "edits"
  schema       = "type Query { price(id: ID!): String }"
  data_sources = var.next ? { other = { function = module.doorman } } : { one = { function = module.echo } }
  resolvers    = { "Query.price" = { data_source = var.next ? "other" : "one" } }
}
