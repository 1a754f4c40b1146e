# Much of everything, which must fit into AWS's quotas, and rights that depend on two inputs, in one plan.
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
  package = { path = "${path.module}/main.tf" }
  function = {
    name       = "quotas"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/quotas/invocations"
  }
  long = "very-long-name-of-a-service-in-a-very-large-organization-of-ours"

  # As data/dynamodb-table grants it, of twenty tables with a key and two indexes each.
  tables = [for number in range(20) : [
    {
      actions = [
        "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem",
        "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem",
      ]
      resources = [
        for index in ["", "/index/by_mail", "/index/by_name"] :
        "arn:aws:dynamodb:eu-west-1:000000000000:table/shop-prod-table-number-${number}${index}"
      ]
      conditions = []
    },
    {
      actions   = ["kms:Decrypt", "kms:DescribeKey"]
      resources = ["arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-${1000 + number % 2}"]
      conditions = [{
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["dynamodb.eu-west-1.amazonaws.com"]
      }]
    },
  ]]

  routes = {
    for number in range(60) :
    "GET /organizations/{organizationId}/projects/{projectId}/members/{memberId}/permissions/number${number}" => {
      function = local.function
    }
  }
}

module "function" {
  source = "../../../modules/serverless/lambda-function"

  name    = local.long
  handler = "main.handler"
  package = local.package
  grants  = local.tables
}

module "service" {
  source = "../../../modules/compute/ecs-service"

  name = "quotas"
  cluster = {
    arn       = "arn:aws:ecs:eu-west-1:000000000000:cluster/quotas"
    name      = "quotas"
    namespace = { arn = "arn:aws:servicediscovery:eu-west-1:000000000000:namespace/ns-1", name = "quotas" }
    grants    = { execute_command = [] }
  }
  grants = local.tables
  # The pipeline releases from ECR what began elsewhere.
  released_by  = "pipeline"
  repositories = { orders = { arn = "arn:aws:ecr:eu-west-1:000000000000:repository/orders" } }
  image        = "public.ecr.aws/docker/library/busybox:1.37.0"
  network      = { id = "vpc-0", private_subnet_ids = { a = "subnet-0a", b = "subnet-0b" } }
}

module "rest_api" {
  source = "../../../modules/serverless/rest-api"

  name   = local.long
  routes = local.routes
}

module "http_api" {
  source = "../../../modules/serverless/http-api"

  name   = local.long
  routes = { for key, route in local.routes : key => merge(route, { authorization = "NONE" }) }
}

# One route each keeps its statement.
module "few" {
  source = "../../../modules/serverless/http-api"

  name        = local.long
  authorizers = { "who-asks-for-this-very-long-operation-of-ours" = { function = local.function } }
  routes = {
    for key in slice(keys(local.routes), 0, 2) :
    key => { function = local.function, authorization = "who-asks-for-this-very-long-operation-of-ours" }
  }
}

module "websocket" {
  source = "../../../modules/serverless/websocket-api"

  name = local.long
  routes = {
    "do-what-is-to-be-done-with-all-these-things" = { function = local.function }
    "$connect"                                    = { function = local.function }
  }
}

module "locked" {
  source = "../../../modules/data/s3-bucket"

  name        = "quotas-locked"
  object_lock = { days = 1 }
  replicas    = { copy = { bucket = { arn = "arn:aws:s3:::quotas-copy", name = "quotas-copy" } } }
}

# Advice is given and refuses nothing.
module "hasty" {
  source = "../../../modules/serverless/lambda-function"

  name            = "quotas-hasty"
  handler         = "main.handler"
  log             = { retention_days = 0 }
  runtime         = "python3.10"
  package         = local.package
  timeout_seconds = 30
  event_sources = { orders = { queue = {
    arn                        = "arn:aws:sqs:eu-west-1:000000000000:orders"
    grants                     = { consume = [] }
    visibility_timeout_seconds = 60
  } } }
}

module "uncaught" {
  source   = "../../../modules/serverless/state-machine"
  for_each = { EXPRESS = "warn", STANDARD = "accept" }

  name           = "quotas-uncaught-${lower(each.key)}"
  type           = each.key
  uncaught_tasks = each.value
  definition = jsonencode(merge(
    {
      StartAt = "Do"
      States = {
        Do = { Type = "Task", Comment = "Not caught: x", Resource = "arn:aws:states:::sqs:sendMessage", End = true }
      }
    },
    { for seconds in [60] : "TimeoutSeconds" => seconds if each.key == "STANDARD" },
  ))
}
