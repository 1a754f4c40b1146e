# Attributes of inputs that no example sets, each with another value than its default.
locals {
  listener = {
    arn_suffix        = "app/shop/1"
    dns_name          = "shop.eu-west-1.elb.amazonaws.com"
    listener_arn      = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:listener/app/shop/1/1"
    network_id        = "vpc-0"
    security_group_id = "sg-0a"
  }

  checked = {
    path             = "/alive"
    codes            = "204"
    healthy_after    = 4
    interval_seconds = 20
    port             = 8443
    timeout_seconds  = 7
    unhealthy_after  = 6
  }

  # What a person without a session sees: nothing, as it is no page.
  login = {
    client_id     = "shop"
    domain        = "login-shop"
    user_pool_arn = "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_1"
    redirect      = false
  }

  old_version = { target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/old/1" }

  routes = {
    orders = {
      priority = 10
      headers  = { X-Version = ["2"] }
      hosts    = ["shop.example.com"]
      methods  = ["POST"]
      login    = local.login
      queries  = { version = ["2"] }
      sources  = ["10.50.0.0/16"]
      others   = { old = { service = local.old_version, weight = 30 } }
      weight   = 70
    }
  }

  wide_network = {
    id                 = "vpc-0"
    cidr               = "10.0.0.0/16"
    private_subnet_ids = local.subnets
    public_subnet_ids  = local.subnets
  }

  lattice_group = "arn:aws:vpc-lattice:eu-west-1:000000000000:targetgroup/tg-0123456789abcdef0"
  secret        = "arn:aws:secretsmanager:eu-west-1:000000000000:secret"

  certificate = "arn:aws:acm:us-east-1:000000000000:certificate/1"
  key         = { arn = "arn:aws:kms:eu-west-1:000000000000:key/1" }
  busybox     = "public.ecr.aws/docker/library/busybox:1.37.0"

  # A statement written by hand, as callers do for what exists already.
  tenant    = [{ test = "StringEquals", variable = "aws:ResourceTag/Tenant", values = ["one"] }]
  publish   = [{ actions = ["sns:Publish"], resources = ["${local.made}:news"], conditions = local.tenant }]
  start     = [{ actions = ["states:StartExecution"], resources = ["*"], conditions = local.tenant }]
  start_now = [{ actions = ["states:StartSyncExecution"], resources = ["*"], conditions = local.tenant }]
  read      = [{ actions = ["kinesis:GetRecords"], resources = ["*"], conditions = local.tenant }]
  write     = [{ actions = ["kinesis:PutRecord"], resources = ["*"], conditions = local.tenant }]
  call      = [{ actions = ["lambda:InvokeFunction"], resources = ["*"], conditions = local.tenant }]
  put       = [{ actions = ["firehose:PutRecord"], resources = ["*"], conditions = local.tenant }]
  send      = [{ actions = ["sqs:SendMessage"], resources = ["*"], conditions = local.tenant }]
  made      = "arn:aws:sns:eu-west-1:000000000000"

  machine_arn = "arn:aws:states:eu-west-1:000000000000:stateMachine:inputs"
  machine = {
    arn    = local.machine_arn
    type   = "EXPRESS"
    grants = { start = local.start, start_sync = local.start_now }
  }
  stream_arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/inputs"
  reading    = { arn = local.stream_arn, grants = { consume = local.read } }
  writing    = { arn = local.stream_arn, grants = { write = local.write } }
  topic      = { arn = "${local.made}:news", grants = { publish = local.publish } }

  function_arn = "arn:aws:lambda:eu-west-1:000000000000:function:inputs"
  called       = { arn = local.function_arn, grants = { invoke = local.call } }
  authorizer = {
    name       = "inputs"
    alias      = "live"
    arn        = local.function_arn
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${local.function_arn}/invocations"
  }
}

module "microservice" {
  source = "../../../modules/blueprints/microservice"

  name     = "orders"
  defaults = { environment = { STAGE = "test" } }
  queues   = { mails = { fifo = true } }

  platform = {
    name          = "inputs"
    alarm_actions = ["arn:aws:sns:eu-west-1:000000000000:alarms"]
    event_bus = {
      name   = "inputs"
      arn    = "arn:aws:events:eu-west-1:000000000000:event-bus/inputs"
      grants = { publish = [] }
    }
    kms_key        = local.key
    protected      = true
    retention_days = { logs = 90 }
  }

  tables = {
    orders = {
      partition_key = { name = "customer", type = "N" }
      sort_key      = { name = "placed", type = "N" }
      ttl           = { attribute = "gone_at", enabled = true }

      global_indexes = {
        by_state = { partition_key = { name = "state", type = "B" }, sort_key = { name = "changed", type = "N" } }
      }
    }
  }

  functions = {
    place = {
      handler     = "echo.handlers.api"
      description = "Takes orders."
      environment = { COLOUR = "green" }
      memory_mb   = 1024
      more_grants = [local.publish]
      package     = local.package
    }
  }
}

module "platform" {
  source = "../../../modules/blueprints/platform"

  name    = "inputs"
  network = { zones = ["a", "b"], ipv6 = true }

  depends_on = [terraform_data.later]
}

# What is read of AWS is read after this plan.
resource "terraform_data" "later" {}

module "instances" {
  source = "../../../modules/compute/ec2-autoscaling"

  name         = "inputs-web"
  health_check = local.checked
  listener     = local.listener
  network      = local.network
  port         = 8080
  refresh      = { max_healthy_percent = 150, min_healthy_percent = 60 }
  routes       = local.routes
  scaling      = { cpu_percent = 60, predictive = { acts = false } }
  warm_pool    = { max_prepared = 4, state = "Running" }
}

module "mixed_instances" {
  source = "../../../modules/compute/ec2-autoscaling"

  name         = "inputs-mixed"
  network      = local.network
  requirements = { cpus = { min = 2 }, memory_mb = { min = 4096, max = 8192 }, burstable = true }
  spot         = { percent = 50, allocation = "capacity-optimized" }

  policies = { agent = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy" }

  scaling_metrics = {
    sessions = {
      metric     = "SessionsPerInstance"
      namespace  = "Shop"
      target     = 40
      dimensions = { Service = "web" }
      statistic  = "Maximum"
    }
  }

  volumes = {
    "/dev/sdf" = {
      gb              = 200
      iops            = 6000
      snapshot_id     = "snap-0123456789abcdef0"
      throughput_mbps = 500
      type            = "gp3"
    }
  }
}

module "service" {
  source = "../../../modules/compute/ecs-service"

  name         = "inputs-web"
  cluster      = local.ecs_cluster
  collector    = local.collector
  connect      = { idle_timeout_seconds = 600 }
  health_check = local.checked
  image        = local.busybox
  listener     = local.listener
  network      = local.network
  port         = 8080
  routes       = local.routes
}

# All that a service can have that no example has.
module "mounted_service" {
  source = "../../../modules/compute/ecs-service"

  name                 = "inputs-mounted"
  clients              = { web = { security_group_id = "sg-0a" } }
  cluster              = local.ecs_cluster
  deployment_percent   = { min = 50, max = 150 }
  image                = "ghcr.io/shop/web:1"
  lattice              = { web = { target_group_arn = local.lattice_group, port = "admin" } }
  network              = local.network
  port                 = 8080
  ports                = { admin = 9000 }
  registry_credentials = { "ghcr.io" = { arn = "${local.secret}:ghcr", kms_key = local.key } }
  target_groups        = { admin = { arn = local.old_version.target_group_arn, port = 9000 } }
  ulimits              = { nofile = { soft = 1024, hard = 65536 } }

  log_driver = {
    name    = "awsfirelens"
    options = { Name = "kinesis_firehose", region = "eu-west-1" }
    secrets = { apikey = { arn = "${local.secret}:apikey" } }
    router  = { image = "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0", memory_mb = 64 }
  }

  scheduled_tasks = {
    report = { command = ["report"], schedule = "cron(0 3 * * ? *)", enabled = false, timezone = "Europe/Berlin" }
  }

  volumes = {
    pictures = {
      path      = "/pictures"
      read_only = true
      efs       = { file_system_id = "fs-0123456789abcdef0", access_point_id = "fsap-0123456789abcdef0" }
    }
    shared = { path = "/shared", efs = { file_system_id = "fs-0123456789abcdef1", root = "/web" } }
    scratch = {
      path = "/scratch"
      ebs = {
        gb              = 100
        iops            = 4000
        kms_key         = local.key
        snapshot_id     = "snap-0123456789abcdef0"
        throughput_mbps = 250
        type            = "gp3"
      }
    }
  }
}

module "agent" {
  source = "../../../modules/compute/ecs-service"

  name     = "inputs-agent"
  capacity = { shop = {} }
  cluster  = local.ecs_cluster
  daemon   = true
  image    = local.busybox
  network  = local.network
}

module "traced_function" {
  source = "../../../modules/serverless/lambda-function"

  name        = "inputs-traced"
  environment = { STAGE = "test" }
  handler     = "main.handler"
  package     = { path = "${path.module}/main.tf" }

  collector = local.collector
}

locals {
  collector = {
    config    = "receivers: {}"
    image     = "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0"
    layer_arn = "arn:aws:lambda:eu-west-1:000000000000:layer:otel:1"
    wrapper   = "/opt/otel-handler"
  }
}

module "nodes" {
  source = "../../../modules/compute/eks-cluster"

  name               = "inputs-nodes"
  kubernetes_version = "1.36"
  network            = local.network

  addons = {
    eks-pod-identity-agent = {}
    amazon-cloudwatch-observability = {
      identity = { service_account = "agent", policies = ["CloudWatchAgentServerPolicy"] }
    }
  }

  node_groups = {
    jobs = { instance_types = ["m7g.large"], taints = { jobs = { value = "only", effect = "no-execute" } } }
    gpu = {
      accelerator        = "nvidia"
      architecture       = "x86_64"
      instance_types     = ["g6.xlarge"]
      kms_key            = local.key
      release            = "1.36.1-20261101"
      security_group_ids = ["sg-0a"]
      user_data          = "#!/bin/sh"
      zones              = ["a"]
    }
  }

  more_addons = {
    aws-ebs-csi-driver = { version = "latest" }
    vpc-cni            = {}
    own                = { configuration = "{}", identity = { service_account = "own", policies = ["ReadOnlyAccess"] } }
  }

  node_policies     = { own = "arn:aws:iam::000000000000:policy/nodes" }
  prefix_delegation = true

  depends_on = [terraform_data.later]
}

module "automatic_nodes" {
  source = "../../../modules/compute/eks-cluster"

  name               = "inputs-auto"
  kubernetes_version = "1.36"
  network            = local.network
  auto_mode          = { enabled = true, node_pools = ["system"] }
}

module "left_auto_mode" {
  source = "../../../modules/compute/eks-cluster"

  name               = "inputs-left"
  kubernetes_version = "1.36"
  network            = local.network
  auto_mode          = { enabled = false }

  depends_on = [terraform_data.later]
}

module "pods" {
  source = "../../../modules/compute/eks-workload"

  name         = "inputs-pods"
  cluster      = local.cluster
  health_check = local.checked
  image        = "public.ecr.aws/docker/library/httpd:2.4.65"
  namespace    = "shop"
  port         = 8080
  tolerations  = { jobs = { value = "only", effect = "no-execute" } }

  ingress = {
    certificate = { arn = local.certificate }
    cidrs       = ["203.0.113.0/24"]
    group       = "shop"
    internal    = false
  }

  routes = { all = { priority = 100, paths = ["/*"] } }
}

module "sql" {
  source = "../../../modules/data/aurora"

  name             = "inputs-sql"
  database         = "orders"
  instances        = { one = { maintenance_window = "tue:01:00-tue:01:30" } }
  kms_key          = local.key
  logs             = { exports = ["postgresql"] }
  managed_password = false
  network          = local.network
  primary          = { global_cluster_id = "shop" }
  reader_scaling   = { min = 1, max = 3, cpu_percent = 45 }
}

module "proxied" {
  source = "../../../modules/data/rds"

  name             = "inputs-proxied"
  database         = "orders"
  managed_password = false
  network          = local.network
  replicas         = { reports = { maintenance_window = "tue:01:00-tue:01:30", multi_az = true } }
  restore          = { source = "orders", at = "2026-11-01T03:00:00Z" }
  storage          = { gb = 100, iops = 3000, type = "io2" }

  proxy = {
    borrow_seconds      = 20
    connections_percent = 80
    iam_required        = false
    idle_percent        = 30
    secrets             = { orders = { arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:orders" } }
  }
}

module "copied" {
  source = "../../../modules/data/rds"

  name             = "inputs-copied"
  kms_key          = local.key
  managed_password = false
  network          = local.network
  primary          = { arn = "arn:aws:rds:eu-central-1:000000000000:db:orders" }
}

module "snapshot_cluster" {
  source = "../../../modules/data/aurora"

  name    = "inputs-kept"
  network = local.network
  restore = { snapshot = "orders-kept" }
}

module "replicated_table" {
  source = "../../../modules/data/dynamodb-table"

  name          = "inputs-replicated"
  kms_key       = local.key
  partition_key = { name = "customer", type = "N" }
  sort_key      = { name = "placed", type = "B" }
  stream        = "NEW_AND_OLD_IMAGES"

  replicas = {
    eu-central-1 = {
      kms_key                = { arn = "arn:aws:kms:eu-central-1:000000000000:key/2" }
      point_in_time_recovery = false
      propagate_tags         = false
    }
  }
}

module "provisioned_table" {
  source = "../../../modules/data/dynamodb-table"

  name          = "inputs-provisioned"
  partition_key = { name = "customer" }
  restore       = { source = "orders", at = "2026-11-01T03:00:00Z" }

  provisioned = {
    read  = { min = 1, max = 9, target_percent = 40 }
    write = { min = 1, max = 9, target_percent = 50 }
  }

  global_indexes = {
    by_state = { partition_key = { name = "state", type = "B" }, provisioned = { read = 3, write = 2 } }
  }
}

module "replicated_bucket" {
  source = "../../../modules/data/s3-bucket"

  name        = "inputs-replicated"
  access_logs = { bucket = { name = "logs" }, prefix = "of-the-shop/" }
  object_lock = { days = 30, mode = "COMPLIANCE" }

  callers = {
    anyone = { account_id = "*", actions = ["s3:GetObject"], conditions = local.of_unit }
    feed = {
      service    = "sns"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["s3:GetObject"]
    }
    partner = { account_id = "111122223333", actions = ["s3:GetObject"], prefix = "public/" }
    reports = { role_arn = "arn:aws:iam::111122223333:role/reports", actions = ["s3:GetObject"], effect = "Deny" }
    shops   = { organization_id = "o-a1b2c3d4e5", actions = ["s3:GetObject"] }
  }

  replicas = {
    far = { bucket = { arn = "arn:aws:s3:::far", name = "far" }, delete_markers = false, prefix = "public/" }
  }
}

module "alias_records" {
  source = "../../../modules/discovery/cloud-map-service"

  name      = "partners"
  dns       = { record = "CNAME", routing = "WEIGHTED" }
  instances = { one = { host = "one.example.com" } }
  namespace = { hosted_zone_id = "Z1", id = "ns-1", name = "shop.internal", private_dns = true }
}

module "lattice_service" {
  source = "../../../modules/discovery/lattice-service"

  name     = "inputs"
  lattices = { shop = { id = "sn-0123456789abcdef0" } }

  targets = {
    balanced = { load_balancer = { arn = local.listener.listener_arn }, network = { id = "vpc-0" }, port = 443 }
    machines = {
      health_check = { healthy_after = 4, interval_seconds = 20, port = 8443, timeout_seconds = 7, unhealthy_after = 6 }
      instances    = { one = "i-0123456789abcdef0" }
      network      = { id = "vpc-0" }
      protocol     = "https"
      version      = "http2"
    }
  }
}

module "cdn" {
  source = "../../../modules/edge/cdn"

  name      = "inputs"
  functions = { clean = "function handler(event) { return event.request }" }
  origins   = { api = { host = "api.example.com", port = 8443 } }

  behaviours = {
    "/api/*" = { origin = "api", function = "clean", headers = "CORS-with-preflight-and-SecurityHeadersPolicy" }
  }

  default = {
    origin  = "api"
    cache   = "CachingDisabled"
    forward = "AllViewerExceptHostHeader"
    headers = "SimpleCORS"
    methods = "all"
  }

  depends_on = [terraform_data.later]
}

module "accelerator" {
  source = "../../../modules/edge/global-accelerator"

  name      = "inputs-games"
  flow_logs = { bucket = { name = "logs" }, prefix = "games/" }
  listeners = {
    games = {
      ports    = [7777]
      protocol = "UDP"
      groups   = { eu-west-1 = { endpoints = { one = { id = "eipalloc-1" } } } }
    }
  }
}

module "logged_waf" {
  source = "../../../modules/edge/waf"

  name = "inputs-logged"
  log  = { redacted_headers = ["x-token"] }
}

module "ordered_rule" {
  source = "../../../modules/messaging/event-rule"

  name     = "inputs-ordered"
  schedule = "rate(1 minute)"

  targets = {
    queue = {
      arn               = "arn:aws:sqs:eu-west-1:000000000000:inputs.fifo"
      dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed" }
      message_group_id  = "all"
      role              = { arn = "arn:aws:iam::000000000000:role/rule" }
    }
  }
}

module "encrypted_firehose" {
  source = "../../../modules/messaging/firehose"

  name    = "inputs-encrypted"
  bucket  = module.bucket
  kms_key = local.key
}

module "pipe_from_stream" {
  source = "../../../modules/messaging/pipe"

  name       = "inputs-from-stream"
  enrichment = { state_machine = local.machine }
  from = {
    stream               = local.reading
    batch_size           = 20
    batch_window_seconds = 5
    bisect               = false
    parallelization      = 2
    starting_position    = "LATEST"
  }
  log = { include_data = true }
  to  = { function = local.called, wait = false }
}

module "pipe_to_queue" {
  source = "../../../modules/messaging/pipe"

  name = "inputs-to-queue"
  from = { queue = module.queue }
  to = {
    queue            = module.queue
    deduplication_id = "$.messageId"
    input            = jsonencode({ by = "<aws.pipes.pipe-name>", order = "<$.body.order>", than = "a < b" })
    message_group_id = "all"
  }
}

module "pipe_to_state_machine" {
  source = "../../../modules/messaging/pipe"

  name = "inputs-to-machine"
  from = { stream = local.reading }
  to   = { state_machine = local.machine }
}

module "pipe_to_stream" {
  source = "../../../modules/messaging/pipe"

  name = "inputs-to-stream"
  from = { stream = local.reading }
  to   = { stream = local.writing, partition_key = "$.messageId" }
}

module "pipe_to_topic" {
  source = "../../../modules/messaging/pipe"

  name = "inputs-to-topic"
  from = { stream = local.reading }
  to   = { topic = local.topic }
}

module "topic" {
  source = "../../../modules/messaging/sns-topic"

  name          = "inputs"
  delivery_logs = { retention_days = 90 }

  callers = {
    anyone = { account_id = "*", actions = ["sns:Subscribe"], conditions = local.of_unit }
    feed = {
      service    = "sns"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["sns:Subscribe"]
    }
    partner = { account_id = "111122223333", actions = ["sns:Subscribe"] }
    reports = { role_arn = "arn:aws:iam::111122223333:role/reports", actions = ["sns:Subscribe"], effect = "Deny" }
    shops   = { organization_id = "o-a1b2c3d4e5", actions = ["sns:Subscribe"] }
  }

  subscriptions = {
    hook = {
      url               = "https://shop.example.com/hook"
      dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed" }
    }
  }
}

module "ordered_topic" {
  source = "../../../modules/messaging/sns-topic"

  name = "inputs-ordered"
  fifo = { archive_days = 7, high_throughput = false }
}

module "ordered_queue" {
  source = "../../../modules/messaging/sqs-queue"

  name = "inputs-ordered"
  fifo = { high_throughput = false }

  callers = {
    anyone = { account_id = "*", actions = ["sqs:SendMessage"], conditions = local.of_unit }
    feed = {
      service    = "sns"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["sqs:SendMessage"]
    }
    partner = { account_id = "111122223333", actions = ["sqs:SendMessage"] }
    reports = { role_arn = "arn:aws:iam::111122223333:role/reports", actions = ["sqs:SendMessage"], effect = "Deny" }
    shops   = { organization_id = "o-a1b2c3d4e5", actions = ["sqs:SendMessage"] }
  }
}

module "load_balancer" {
  source = "../../../modules/network/alb"

  name        = "inputs"
  access_logs = { bucket = { name = "logs" } }
  certificate = { arn = local.certificate }
  network     = local.wide_network
}

module "verifying" {
  source = "../../../modules/network/alb"

  name        = "inputs"
  access_logs = null
  certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/1" }
  clients     = { lists = { prefix_list_id = "pl-0" }, services = { security_group_id = "sg-0b" } }
  mutual_tls  = { bundle = { bucket = { name = "authorities" }, key = "ours.pem" } }
  network     = local.wide_network
}

module "balanced" {
  source = "../../../modules/network/alb-service"

  name         = "inputs"
  health_check = local.checked
  listener     = local.listener
  port         = 8080
  routes       = local.routes
}

module "protected_graphql" {
  source = "../../../modules/serverless/graphql-api"

  name         = "inputs-protected"
  cache        = { behavior = "PER_RESOLVER_CACHING", size = "MEDIUM" }
  data_sources = { users = { function = module.lambda_function } }
  domain       = { name = "api.example.com", certificate = { arn = local.certificate } }
  functions    = { find = { data_source = "users", batch_size = 5 } }
  log          = { verbose = true }
  schema       = "type Query { getUser: String, getUsers: String }"

  authorization = [
    { type = "AWS_LAMBDA", function = local.authorizer, token_pattern = "^Bearer ", ttl_seconds = 60 },
    { type = "OPENID_CONNECT", issuer = "https://login.example.com", client_pattern = "^shop-" },
  ]

  resolvers = {
    "Query.getUser" = {
      data_source = "users"
      batch_size  = 7
      cache       = { keys = ["$context.identity.sub"], ttl_seconds = 30 }
    }
    "Query.getUsers" = { pipeline = ["find"], code = "export function request(ctx) { return {} }" }
  }
}

# As the grants of their modules are, with a condition.
locals {
  granted_bus = {
    arn    = "arn:aws:events:eu-west-1:000000000000:event-bus/inputs"
    grants = { publish = [merge(local.granted, { actions = ["events:PutEvents"] })] }
  }
  granted_queue = {
    arn    = "arn:aws:sqs:eu-west-1:000000000000:inputs"
    url    = "https://sqs.eu-west-1.amazonaws.com/000000000000/inputs"
    grants = { send = [merge(local.granted, { actions = ["sqs:SendMessage"] })] }
  }
  granted_machine = {
    arn    = "arn:aws:states:eu-west-1:000000000000:stateMachine:inputs"
    grants = { start = [merge(local.granted, { actions = ["states:StartExecution"] })] }
  }
  granted = {
    conditions = [{ test = "StringEquals", variable = "aws:ResourceAccount", values = ["000000000000"] }]
    resources  = ["*"]
  }
}

module "trusting_http" {
  source = "../../../modules/serverless/http-api"

  name        = "inputs-trusting"
  authorizers = { own = { function = local.authorizer, ttl_seconds = 60 } }
  cors        = { origins = ["https://shop.example.com"], credentials = true }
  network     = local.wide_network

  domain = {
    name        = "api.example.com"
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/1" }
    truststore  = { bucket = { name = "authorities" }, key = "clients.pem", version = "3" }
  }

  routes = {
    "GET /orders" = {
      listener      = { listener_arn = local.listener.listener_arn }
      authorization = "own"
      tls_name      = "shop.internal"
    }
    "POST /events" = {
      event_bus    = local.granted_bus
      detail_type  = "Seen"
      event_source = "shop"
    }
    "POST /messages" = { queue = local.granted_queue }
    "POST /runs"     = { state_machine = local.granted_machine }
  }
}

module "packaged_function" {
  source = "../../../modules/serverless/lambda-function"

  name         = "inputs-packaged"
  alias        = { name = "stable", canary = { stable_version = "1", percent = 10 } }
  code_signing = { arn = "arn:aws:lambda:eu-west-1:000000000000:code-signing-config:csc-0123456789abcdef0" }
  event_sources = {
    readings = { stream = local.reading, bisect = false, enabled = false, starting_position = "LATEST" }
  }
  handler                         = "echo.handlers.api"
  log                             = { format = "Text" }
  package                         = local.package
  provisioned_concurrency         = 1
  provisioned_concurrency_scaling = { max = 3, utilization_percent = 40 }
}

module "image_function" {
  source = "../../../modules/serverless/lambda-function"

  name = "inputs-image"
  image = {
    uri               = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/shop:1"
    entry_point       = ["/run"]
    working_directory = "/srv"
  }
  url = {
    streaming = true
    cors      = { origins = ["https://shop.example.com"], credentials = true, exposed_headers = ["X-Order"] }
  }
}

module "guarded_rest" {
  source = "../../../modules/serverless/rest-api"

  name     = "inputs-guarded"
  cache    = { size_gb = 1.6 }
  cors     = { origins = ["https://shop.example.com"], headers = ["X-Shop"], max_age_seconds = 60, methods = ["GET"] }
  endpoint = { type = "EDGE" }
  log      = { execution = "INFO" }

  authorizers = {
    own   = { function = local.authorizer, identity_sources = ["method.request.header.X-Token"], ttl_seconds = 60 }
    users = { user_pools = [{ arn = local.login.user_pool_arn }] }
  }

  routes = {
    "GET /mine"   = { function = local.authorizer, authorization = "own" }
    "GET /orders" = { function = local.authorizer, authorization = "users", scopes = ["orders/read"] }
  }

  usage_plans = { partners = { quota = { requests = 100, period = "DAY" } } }
}

module "trusting_rest" {
  source = "../../../modules/serverless/rest-api"

  name = "inputs-trusting"
  domain = {
    name        = "rest.example.com"
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/1" }
    apis        = { prices = { id = "abc123", stage = "$default" } }
    truststore  = { bucket = { name = "authorities" }, key = "clients.pem", version = "3" }
  }
  network = local.wide_network
  routes = {
    "GET /echo" = { function = module.lambda_function }
    "GET /inside" = {
      load_balancer = { arn = local.listener.listener_arn, dns_name = "shop.elb.amazonaws.com" }
      tls_name      = "shop.internal"
    }
    "POST /events" = {
      event_bus    = local.granted_bus
      detail_type  = "Seen"
      event_source = "shop"
    }
    "POST /messages" = { queue = local.granted_queue }
    "POST /runs"     = { state_machine = local.granted_machine }
  }
}

module "private_rest" {
  source = "../../../modules/serverless/rest-api"

  name     = "inputs-private"
  endpoint = { type = "PRIVATE", vpc_endpoint_ids = ["vpce-0123456789abcdef0"] }
  routes   = { "GET /echo" = { function = module.lambda_function } }
}

module "released_machine" {
  source = "../../../modules/serverless/state-machine"

  name  = "inputs-released"
  alias = { name = "stable", canary = { stable_version = "1", percent = 10 } }
  definition = jsonencode({
    StartAt        = "Done"
    TimeoutSeconds = 60
    States         = { Done = { Type = "Pass", Result = module.queue.url, End = true } }
  })
}

module "websocket" {
  source = "../../../modules/serverless/websocket-api"

  name   = "inputs"
  domain = { name = "chat.example.com", base_path = "v2", apis = { news = { id = "abc123", stage = "live" } } }
  log    = { execution = "INFO" }
  routes = { "$connect" = { function = module.lambda_function, timeout_ms = 5000 } }
}

output "pods" {
  value = [for manifest in values(module.pods.manifests) : yamldecode(manifest)]
}

module "schedule_function" {
  source = "../../../modules/messaging/schedule"

  name                 = "inputs-function"
  enabled              = false
  permissions_boundary = "arn:aws:iam::000000000000:policy/bounds"
  schedule             = "rate(1 day)"
  dead_letter_queue    = null
  to                   = { function = local.called }
}

module "schedule_stream" {
  source = "../../../modules/messaging/schedule"

  name              = "inputs-stream"
  schedule          = "rate(1 day)"
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed", grants = { send = local.send } }
  to                = { stream = local.writing, partition_key = "all" }
}

module "schedule_delivery_stream" {
  source = "../../../modules/messaging/schedule"

  name              = "inputs-delivery-stream"
  schedule          = "rate(1 day)"
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed", grants = { send = local.send } }
  to = {
    delivery_stream = {
      arn    = "arn:aws:firehose:eu-west-1:000000000000:deliverystream/inputs"
      grants = { put = local.put }
    }
  }
}

module "schedule_event_bus" {
  source = "../../../modules/messaging/schedule"

  name              = "inputs-event-bus"
  schedule          = "rate(1 day)"
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed", grants = { send = local.send } }
  to = {
    event_bus = {
      arn    = "arn:aws:events:eu-west-1:000000000000:event-bus/inputs"
      grants = { publish = local.publish }
    }
    detail_type  = "Began"
    event_source = "clock"
  }
}

module "schedule_queue" {
  source = "../../../modules/messaging/schedule"

  name              = "inputs-queue"
  schedule          = "rate(1 day)"
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed", grants = { send = local.send } }
  to = {
    queue            = { arn = "arn:aws:sqs:eu-west-1:000000000000:inputs.fifo", grants = { send = local.send } }
    message_group_id = "all"
  }
}

module "schedule_state_machine" {
  source = "../../../modules/messaging/schedule"

  name              = "inputs-state-machine"
  schedule          = "rate(1 day)"
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed", grants = { send = local.send } }
  to                = { state_machine = local.machine }
}

module "schedule_topic" {
  source = "../../../modules/messaging/schedule"

  name              = "inputs-topic"
  schedule          = "rate(1 day)"
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed", grants = { send = local.send } }
  to                = { topic = local.topic }
}

module "schedule_task" {
  source = "../../../modules/messaging/schedule"

  name              = "inputs-task"
  schedule          = "rate(1 day)"
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed" }

  to = {
    task = {
      cluster             = { arn = "arn:aws:ecs:eu-west-1:000000000000:cluster/inputs" }
      role_arns           = ["arn:aws:iam::000000000000:role/task"]
      security_group_ids  = ["sg-1"]
      subnet_ids          = ["subnet-1"]
      task_definition_arn = "arn:aws:ecs:eu-west-1:000000000000:task-definition/inputs:3"
      tasks               = 2
    }
  }
}

module "kafka_clients" {
  source = "../../../modules/messaging/kafka"

  name    = "inputs-clients"
  network = { id = "vpc-0", private_subnet_ids = { a = "subnet-0a", b = "subnet-0b" } }
  clients = {
    office = { cidr = "10.1.0.0/16" }
    peers  = { prefix_list_id = "pl-1" }
  }
}

module "secret_replicas" {
  source = "../../../modules/operations/secret"

  name     = "inputs-secret"
  replicas = { eu-central-1 = { kms_key = { arn = "arn:aws:kms:eu-central-1:000000000000:key/copy" } } }
}

module "audit_of_organization" {
  source = "../../../modules/operations/audit"

  name         = "inputs-organization"
  organization = { id = "o-a1b2c3d4e5" }
}

module "secret_with_copies" {
  source = "../../../modules/operations/secret"

  name     = "inputs-copies"
  replicas = { eu-central-1 = { kms_key = { arn = "arn:aws:kms:eu-central-1:000000000000:key/copies" } } }
}

locals {
  of_unit = [{ test = "StringLike", variable = "aws:PrincipalOrgPaths", values = ["o-a1b2c3d4e5/r-ab12/ou-1/*"] }]
}

module "queue_policy" {
  source = "../../../modules/messaging/queue-policy"

  name    = "inputs"
  queue   = { arn = "arn:aws:sqs:eu-west-1:000000000000:inputs", url = "https://sqs.eu-west-1.amazonaws.com/0/inputs" }
  senders = {}

  callers = {
    anyone = { account_id = "*", actions = ["sqs:SendMessage"], conditions = local.of_unit }
    feed = {
      service    = "sns"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["sqs:SendMessage"]
    }
    partner = { account_id = "111122223333", actions = ["sqs:SendMessage"] }
    reports = { role_arn = "arn:aws:iam::111122223333:role/reports", actions = ["sqs:SendMessage"], effect = "Deny" }
    shops   = { organization_id = "o-a1b2c3d4e5", actions = ["sqs:SendMessage"] }
  }
}
