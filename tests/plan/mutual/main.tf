# Things that name each other, by for_each, in one plan without a cycle.
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
  names   = toset(["orders", "users"])
  calls   = { orders = ["users"], users = ["orders"] }
  network = { id = "vpc-0", private_subnet_ids = { a = "subnet-0a", b = "subnet-0b" } }
}

# A rule and its queue, a topic and its queue.
module "queue" {
  source   = "../../../modules/messaging/sqs-queue"
  for_each = local.names

  name    = "mutual-${each.key}"
  senders = null
}

module "rule" {
  source   = "../../../modules/messaging/event-rule"
  for_each = local.names

  name    = "mutual-${each.key}"
  pattern = jsonencode({ source = [each.key] })
  targets = { queue = module.queue[each.key] }
}

module "topic" {
  source   = "../../../modules/messaging/sns-topic"
  for_each = local.names

  name          = "mutual-${each.key}"
  subscriptions = { queue = { queue = module.queue[each.key] } }
}

module "queue_policy" {
  source   = "../../../modules/messaging/queue-policy"
  for_each = local.names

  name  = "mutual-${each.key}"
  queue = module.queue[each.key]
  senders = {
    rule  = { service = "events", source_arn = module.rule[each.key].arn }
    topic = { service = "sns", source_arn = module.topic[each.key].arn }
  }
}

# With static names a queue names its senders itself. Its policy is the same.
module "static" {
  source = "../../../modules/messaging/sqs-queue"

  name = "mutual-static"
  senders = {
    rule  = { service = "events", source_arn = "arn:aws:events:eu-west-1:000000000000:rule/a" }
    topic = { service = "sns", source_arn = "arn:aws:sns:eu-west-1:000000000000:b" }
  }
}

module "static_policy" {
  source = "../../../modules/messaging/queue-policy"

  name = "mutual-static"
  queue = {
    arn = "arn:aws:sqs:eu-west-1:000000000000:mutual-static"
    url = "https://sqs.eu-west-1.amazonaws.com/000000000000/mutual-static"
  }
  senders = {
    rule  = { service = "events", source_arn = "arn:aws:events:eu-west-1:000000000000:rule/a" }
    topic = { service = "sns", source_arn = "arn:aws:sns:eu-west-1:000000000000:b" }
  }
}

# Services that are each other's clients.
module "cluster" {
  source = "../../../modules/compute/ecs-cluster"

  name = "mutual"
}

module "service" {
  source   = "../../../modules/compute/ecs-service"
  for_each = local.calls

  name    = "mutual-${each.key}"
  cluster = module.cluster
  image   = "public.ecr.aws/docker/library/busybox:1.37.0"
  network = local.network
  port    = 8080
}

module "clients" {
  source   = "../../../modules/network/clients"
  for_each = local.calls

  name    = "mutual-${each.key}"
  clients = { for name, called in local.calls : name => module.service[name] if contains(called, each.key) }
  port    = 8080
  server  = module.service[each.key]
}

# A bucket handed over whole to the CDN that it lets in.
module "site" {
  source = "../../../modules/data/s3-bucket"

  name    = "mutual-site"
  readers = { cdn = { service = "cloudfront" } }
}

module "cdn" {
  source = "../../../modules/edge/cdn"

  name    = "mutual"
  default = { origin = "site" }
  origins = { site = { bucket = module.site } }
}
