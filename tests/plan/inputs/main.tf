# Inputs, and attributes of inputs, that no example sets, as few need them: what they change is looked at in one plan.
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
  boundary = "arn:aws:iam::000000000000:policy/bounds"
  subnets  = { a = "subnet-0a", b = "subnet-0b" }
  network  = { id = "vpc-0", private_subnet_ids = local.subnets, database_subnet_ids = local.subnets }
  package  = { path = "${path.module}/main.tf" }

  ecs_cluster = {
    arn       = "arn:aws:ecs:eu-west-1:000000000000:cluster/inputs"
    name      = "inputs"
    namespace = { arn = "arn:aws:servicediscovery:eu-west-1:000000000000:namespace/ns-1", name = "inputs" }
    grants    = { execute_command = [] }
  }

  cluster = {
    arn  = "arn:aws:eks:eu-west-1:000000000000:cluster/shop"
    name = "shop"
    oidc_provider = {
      arn    = "arn:aws:iam::000000000000:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1"
      issuer = "oidc.eks.eu-west-1.amazonaws.com/id/1"
    }
  }
}

module "ec2_autoscaling" {
  source = "../../../modules/compute/ec2-autoscaling"

  name                 = "inputs-instances"
  network              = local.network
  permissions_boundary = local.boundary
  wait                 = false
}

module "ecs_cluster" {
  source = "../../../modules/compute/ecs-cluster"

  name = "inputs"
}

module "ecs_service" {
  source = "../../../modules/compute/ecs-service"

  name                 = "inputs-service"
  cluster              = local.ecs_cluster
  health_command       = ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]
  image                = "public.ecr.aws/docker/library/busybox:1.37.0"
  network              = local.network
  permissions_boundary = local.boundary
  sidecars = {
    proxy = {
      image          = "public.ecr.aws/docker/library/busybox:1.37.0"
      environment    = { MODE = "fast" }
      user           = "1000"
      writable_paths = ["/tmp"]
    }
  }
  registry = { arn = "arn:aws:servicediscovery:eu-west-1:000000000000:service/srv-1" }
}

module "eks_cluster" {
  source = "../../../modules/compute/eks-cluster"

  name                 = "inputs"
  kubernetes_version   = "1.36"
  network              = local.network
  auto_mode            = {}
  permissions_boundary = local.boundary
  zonal_shift          = false
}

module "eks_alone" {
  source = "../../../modules/compute/eks-cluster"

  name               = "inputs-alone"
  kubernetes_version = "1.36"
  network            = local.network
}

module "eks_fargate" {
  source = "../../../modules/compute/eks-cluster"

  name               = "inputs-fargate"
  fargate_profiles   = { all = { namespaces = ["default", "kube-system"] } }
  kubernetes_version = "1.36"
  network            = local.network
}

module "eks_nodes" {
  source = "../../../modules/compute/eks-cluster"

  name               = "inputs-nodes"
  addons             = { amazon-cloudwatch-observability = {}, coredns = {}, eks-pod-identity-agent = {} }
  kubernetes_version = "1.36"
  network            = local.network

  node_groups = {
    closed = { instance_types = ["m7g.large"], metadata_hops = 1 }
    usual  = { instance_types = ["m7g.large"] }
  }
}

module "eks_workload" {
  source = "../../../modules/compute/eks-workload"

  name                 = "inputs-workload"
  cluster              = local.cluster
  grants               = [module.queue.grants.consume]
  image                = "public.ecr.aws/docker/library/httpd:2.4.65"
  kubernetes_api       = true
  namespace            = "shop"
  permissions_boundary = local.boundary
  port                 = 8080
  read_only_root       = false
}

module "aurora" {
  source = "../../../modules/data/aurora"

  name              = "inputs-aurora"
  database          = "orders"
  apply_immediately = true
  major_upgrades    = true
  network           = local.network
  restore           = { source = "orders", at = "2026-11-01T03:00:00Z" }
  tls_required      = false

  proxy = {
    borrow_seconds      = 20
    connections_percent = 80
    iam_required        = false
    idle_percent        = 30
    idle_seconds        = 600
    secrets             = { orders = { arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:orders" } }
  }
}

module "rds_io1" {
  source = "../../../modules/data/rds"

  name             = "inputs-io1"
  clients          = { function = module.lambda_function }
  managed_password = false
  network          = local.network
  replicas         = { reports = {} }
  storage          = { gb = 400, iops = 3000, type = "io1" }
}

module "rds" {
  source = "../../../modules/data/rds"

  name              = "inputs-rds"
  database          = "orders"
  apply_immediately = true
  major_upgrades    = true
  network           = local.network
  tls_required      = false
}

module "elasticache" {
  source = "../../../modules/data/elasticache"

  name     = "inputs-ec"
  network  = local.network
  user_ids = ["made-elsewhere"]
}

module "elasticache_serverless" {
  source = "../../../modules/data/elasticache-serverless"

  name     = "inputs-ecs"
  network  = local.network
  user_ids = ["made-elsewhere"]
}

module "cloud_map_service" {
  source = "../../../modules/discovery/cloud-map-service"

  name            = "users"
  force_destroy   = true
  namespace       = { hosted_zone_id = "Z1", id = "ns-1", name = "shop.internal", private_dns = true }
  reported_health = false
  tags            = { Service = "users" }
}

module "private_dns" {
  source = "../../../modules/discovery/private-dns"

  name          = "inputs.internal"
  force_destroy = true
  networks      = { this = local.network }
}

module "global_accelerator" {
  source = "../../../modules/edge/global-accelerator"

  name = "inputs"
  ipv6 = true

  listeners = {
    https = {
      ports = [443]
      groups = {
        eu-west-1 = {
          endpoints    = { api = { id = "eipalloc-1", keep_client_ip = false } }
          health_check = { port = 8443 }
        }
      }
    }
  }
}

module "event_rule" {
  source = "../../../modules/messaging/event-rule"

  name     = "inputs-rule"
  enabled  = false
  schedule = "rate(1 minute)"

  targets = {
    queue = module.queue
    nightly = {
      arn               = module.queue.arn
      dead_letter_queue = module.queue.dead_letter_queue
      input             = { constant = jsonencode({ report = "totals" }) }
    }
    summary = {
      arn               = module.queue.arn
      dead_letter_queue = module.queue.dead_letter_queue
      input = {
        paths    = { time = "$.time" }
        template = jsonencode({ also = jsonencode({ at = "<time>" }), by = "<aws.events.rule-name>", than = "a < b" })
      }
    }
  }
}

module "queue" {
  source = "../../../modules/messaging/sqs-queue"

  name    = "inputs-rule"
  senders = { rule = { service = "events", source_arn = module.event_rule.arn } }
}

module "bucket" {
  source = "../../../modules/data/s3-bucket"

  name = "inputs-firehose"
  cors = [{ origins = ["https://shop.example.com"], max_age_seconds = 60 }]
  readers = {
    cdn = {
      service    = "cloudfront"
      source_arn = "arn:aws:cloudfront::000000000000:distribution/E1"
      prefix     = "public/"
    }
  }
}

module "firehose" {
  source = "../../../modules/messaging/firehose"

  name                 = "inputs-firehose"
  bucket               = module.bucket
  permissions_boundary = local.boundary
}

module "flink_application" {
  source = "../../../modules/messaging/flink-application"

  name                     = "inputs-flink"
  allow_non_restored_state = true
  checkpoint               = { pause_seconds = 30 }
  code                     = { bucket = module.bucket, key = "sales.jar" }
  force_stop               = true
  parallelism              = { autoscaling = false }
  permissions_boundary     = local.boundary
  snapshots                = false
}

module "pipe" {
  source = "../../../modules/messaging/pipe"

  name                 = "inputs-pipe"
  from                 = { queue = module.queue }
  permissions_boundary = local.boundary
  running              = false
  to                   = { queue = module.queue }
}

module "kms_key" {
  source = "../../../modules/operations/kms-key"

  name         = "inputs"
  multi_region = true

  callers = {
    anyone = { account_id = "*", actions = ["kms:Decrypt"], conditions = local.of_unit }
    feed = {
      service    = "sns"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["kms:Decrypt"]
    }
    partner = { account_id = "111122223333", actions = ["kms:Decrypt"] }
    reports = { role_arn = "arn:aws:iam::111122223333:role/reports", actions = ["kms:Decrypt"], effect = "Deny" }
    shops   = { organization_id = "o-a1b2c3d4e5", actions = ["kms:Decrypt"] }
  }
}

module "lambda_function" {
  source = "../../../modules/serverless/lambda-function"

  name                 = "inputs-function"
  handler              = "echo.handlers.api"
  package              = local.package
  grants               = [module.rds_io1.grants.secret]
  network              = { subnet_ids = ["subnet-0a"], security_group_ids = ["sg-0f"] }
  permissions_boundary = local.boundary
  tracing              = false
}

module "graphql_api" {
  source = "../../../modules/serverless/graphql-api"

  name         = "inputs-graphql"
  data_sources = { users = { function = module.lambda_function } }
  functions = {
    find = {
      data_source = "users"
      description = "Finds a user."
      templates   = { request = "{}", response = "$util.toJson($ctx.result)" }
    }
  }
  introspection        = true
  permissions_boundary = local.boundary
  resolvers            = { "Query.getUser" = { data_source = "users" } }
  schema               = "type Query { getUser: String }"
  tracing              = false
}

module "rest_api" {
  source = "../../../modules/serverless/rest-api"

  name                 = "inputs-rest"
  binary_media_types   = ["image/png"]
  permissions_boundary = local.boundary
  tracing              = false
  variables            = { colour = "green" }

  routes = {
    "GET /echo" = { function = module.lambda_function }
    "POST /events" = {
      event_bus    = { arn = "arn:aws:events:eu-west-1:000000000000:event-bus/inputs" }
      detail_type  = "Seen"
      event_source = "shop"
    }
    "POST /orders" = { queue = module.queue }
  }
}

module "state_machine" {
  source = "../../../modules/serverless/state-machine"

  name = "inputs-machine"
  definition = jsonencode({
    StartAt        = "Done"
    TimeoutSeconds = 60
    States         = { Done = { Type = "Pass", Result = module.queue.url, End = true } }
  })
  permissions_boundary = local.boundary
  tracing              = false
}

module "http_api" {
  source = "../../../modules/serverless/http-api"

  name                 = "inputs-http"
  permissions_boundary = local.boundary

  cors = { origins = ["https://shop.example.com"], headers = ["X-Shop"], max_age_seconds = 60, methods = ["GET"] }

  routes = {
    "GET /echo"    = { function = module.lambda_function }
    "POST /orders" = { queue = module.queue }
  }
}

module "dynamodb_table" {
  source = "../../../modules/data/dynamodb-table"

  name          = "inputs-table"
  local_indexes = { by_date = { sort_key = { name = "date" }, projection = "INCLUDE", included = ["total"] } }
  partition_key = { name = "customer" }
  sort_key      = { name = "order" }
}

module "waf" {
  source = "../../../modules/edge/waf"

  name          = "inputs-waf"
  managed_rules = { AWSManagedRulesCommonRuleSet = { version = "Version_1.16" }, ExampleRules = { vendor = "Example" } }
}

module "audit" {
  source = "../../../modules/operations/audit"

  name                 = "inputs-audit"
  log                  = {}
  permissions_boundary = local.boundary
}

module "backup" {
  source = "../../../modules/operations/backup"

  name                 = "inputs"
  permissions_boundary = local.boundary
  plans                = { daily = { tags = { Backup = "daily" } } }
}

module "budget" {
  source = "../../../modules/operations/budget"

  name                 = "inputs"
  budgets              = { all = { action = { policy_arn = local.boundary, role_names = ["a"] }, amount_usd = 1 } }
  emails               = ["ops@example.com"]
  permissions_boundary = local.boundary
}
