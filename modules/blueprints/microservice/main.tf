# Functions, and the API, rules and topics that call them.
locals {
  name = "${var.platform.name}-${var.name}"
  log  = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }

  # All events of all functions, by the name of the function and their own.
  events = merge([
    for function, settings in var.functions :
    { for name, event in settings.events : "${function}-${name}" => merge(event, { function = function }) }
  ]...)
  rules  = { for key, event in local.events : key => event if event.bus != null || event.schedule != null }
  routes = { for event in local.events : event.api => event if event.api != null }

  # Built from their names: rules name functions, and functions rules.
  rule_prefix = replace(var.platform.event_bus.arn, "/:event-bus/.*/", ":rule")
  rule_arns = {
    for key, rule in local.rules :
    key => join(
      "/",
      concat([local.rule_prefix], rule.bus == null ? [] : [var.platform.event_bus.name], ["${local.name}-${key}"])
    )
  }

  # Whatever fails in a function, table, topic or rule ends as an error of the API or as a message that was given up.
  more_alarm_actions = var.alarms == "all" ? var.platform.alarm_actions : []

  # Those that Lambda, EventBridge or SNS give up at some time. Queues have dead letters of their own.
  given_up = [for event in local.events : event if event.api == null && event.queue == null]
  failed   = [for queue in module.failed : { arn = queue.arn, grants = tomap(queue.grants) }]

  timeouts = {
    for name, function in var.functions : name => coalesce(function.timeout_seconds, var.defaults.timeout_seconds)
  }

  # What a function does not write, `defaults` may; what neither writes is null, for which modules have defaults.
  functions = {
    for name, function in var.functions : name => merge(function, {
      for key in concat(
        ["architecture", "network", "runtime", "tracing"],
        function.image == null ? ["collector", "layers"] : [],
        function.role == null ? ["permissions_boundary"] : [],
      ) : key => function[key] == null ? var.defaults[key] : function[key]
    })
  }

  environment = {
    for name, function in var.functions :
    name => merge(var.defaults.environment, local.environments[name], function.environment)
  }

  # What events of some kinds alone have.
  event_attributes = {
    api_key_required        = ["api"]
    body_schema             = ["api"]
    cache_seconds           = ["api"]
    query                   = ["api"]
    scopes                  = ["api"]
    throttle                = ["api"]
    timeout_ms              = ["api"]
    batch_size              = ["queue", "table"]
    batch_window_seconds    = ["queue", "table"]
    filters                 = ["queue", "table"]
    partial_batch_response  = ["queue", "table"]
    max_concurrency         = ["queue"]
    bisect                  = ["table"]
    max_age_seconds         = ["table"]
    max_retries             = ["table"]
    on_failure              = ["table"]
    parallelization         = ["table"]
    starting_position       = ["table"]
    tumbling_window_seconds = ["table"]
    input                   = ["bus", "schedule"]
    retry                   = ["bus", "schedule"]
    filter                  = ["topic"]
    enabled                 = ["bus", "queue", "schedule", "table"]
  }
}

module "function" {
  source   = "../../serverless/lambda-function"
  for_each = local.functions

  name                            = "${local.name}-${each.key}"
  alarm_actions                   = local.more_alarm_actions
  alarm_duration_percent          = each.value.alarm_duration_percent
  alarm_error_percent             = each.value.alarm_error_percent
  alias                           = each.value.alias
  allow_recursion                 = each.value.allow_recursion
  architecture                    = each.value.architecture
  code_signing                    = each.value.code_signing
  collector                       = each.value.collector
  description                     = each.value.description
  environment                     = local.environment[each.key]
  file_system                     = each.value.file_system
  grants                          = concat([for word in each.value.grants : local.grants[word]], each.value.more_grants)
  handler                         = each.value.handler
  image                           = each.value.image
  kms_key                         = var.platform.kms_key
  layers                          = each.value.layers
  managed_policies                = each.value.managed_policies
  memory_mb                       = coalesce(each.value.memory_mb, var.defaults.memory_mb)
  network                         = each.value.network
  permissions_boundary            = each.value.permissions_boundary
  provisioned_concurrency         = each.value.provisioned_concurrency
  provisioned_concurrency_scaling = each.value.provisioned_concurrency_scaling
  released_by                     = each.value.released_by
  reserved_concurrency            = each.value.reserved_concurrency
  role                            = each.value.role
  runtime                         = each.value.runtime
  snap_start                      = each.value.snap_start
  storage_mb                      = each.value.storage_mb
  tags                            = var.tags
  timeout_seconds                 = local.timeouts[each.key]
  tracing                         = each.value.tracing
  url                             = each.value.url

  package = (
    each.value.package != null || each.value.image != null ? each.value.package : var.defaults.package
  )

  log = {
    format         = each.value.log.format
    level          = each.value.log.level
    retention_days = coalesce(each.value.log.retention_days, local.log.retention_days)
    kms_key        = each.value.log.kms_key == null ? local.log.kms_key : each.value.log.kms_key
  }

  asynchronous = length(module.failed) == 0 && alltrue([for part in each.value.asynchronous : part == null]) ? null : {
    max_age_seconds = each.value.asynchronous.max_age_seconds
    retries         = each.value.asynchronous.retries
    on_success      = each.value.asynchronous.on_success
    on_failure = (
      each.value.asynchronous.on_failure == null ? one(local.failed) : each.value.asynchronous.on_failure
    )
  }

  event_sources = {
    for key, event in local.events : key => {
      queue                   = event.queue == null ? null : module.queue[event.queue]
      table_stream            = event.table == null ? null : module.table[event.table]
      batch_size              = event.batch_size
      batch_window_seconds    = event.batch_window_seconds
      bisect                  = event.bisect
      enabled                 = event.enabled
      filters                 = event.filters
      max_age_seconds         = event.max_age_seconds
      max_concurrency         = event.max_concurrency
      max_retries             = event.max_retries
      on_failure              = event.table == null || event.on_failure != null ? event.on_failure : one(local.failed)
      parallelization         = event.parallelization
      partial_batch_response  = event.partial_batch_response
      starting_position       = event.starting_position
      tumbling_window_seconds = event.tumbling_window_seconds
    } if event.function == each.key && (event.queue != null || event.table != null)
  }

  invokers = merge(
    each.value.invokers,
    {
      for key, event in local.rules :
      key => { service = "events", source_arn = local.rule_arns[key] } if event.function == each.key
    },
    {
      for key, event in local.events :
      key => { service = "sns", source_arn = module.topic[event.topic].arn } if event.function == each.key &&
      event.topic != null
    },
  )
}

locals {
  api_log = {
    execution      = var.api.log.execution
    retention_days = coalesce(var.api.log.retention_days, local.log.retention_days)
    kms_key        = var.api.log.kms_key == null ? local.log.kms_key : var.api.log.kms_key
  }
}

module "api" {
  source = "../../serverless/rest-api"
  count  = length(local.routes) > 0 && var.api.type == "REST" ? 1 : 0

  name                       = local.name
  alarm_actions              = var.platform.alarm_actions
  alarm_client_error_percent = var.api.alarm_client_error_percent
  alarm_error_percent        = var.api.alarm_error_percent
  alarm_latency_ms           = var.api.alarm_latency_ms
  allowed_ips                = var.api.allowed_ips
  authorizers                = var.api.authorizers
  binary_media_types         = var.api.binary_media_types
  cache                      = var.api.cache
  cors                       = var.api.cors
  description                = var.api.description
  domain                     = var.api.domain
  endpoint                   = var.api.endpoint
  log                        = local.api_log
  minimum_compression_bytes  = var.api.minimum_compression_bytes
  stage                      = var.api.stage
  tags                       = var.tags
  throttle                   = var.api.throttle
  tracing                    = var.api.tracing
  usage_plans                = var.api.usage_plans
  variables                  = var.api.variables
  web_acl                    = var.api.web_acl

  routes = {
    for route, event in local.routes : route => {
      function         = module.function[event.function]
      api_key_required = event.api_key_required
      authorization    = event.authorization
      body_schema      = event.body_schema
      cache_seconds    = event.cache_seconds
      query            = event.query
      scopes           = event.scopes
      throttle         = event.throttle
      timeout_ms       = event.timeout_ms
    }
  }
}

module "http_api" {
  source = "../../serverless/http-api"
  count  = length(local.routes) > 0 && var.api.type == "HTTP" ? 1 : 0

  name                       = local.name
  alarm_actions              = var.platform.alarm_actions
  alarm_client_error_percent = var.api.alarm_client_error_percent
  alarm_error_percent        = var.api.alarm_error_percent
  alarm_latency_ms           = var.api.alarm_latency_ms
  authorizers                = var.api.authorizers
  cors                       = var.api.cors
  description                = var.api.description
  domain                     = var.api.domain
  log                        = local.api_log
  stage                      = var.api.stage
  tags                       = var.tags
  throttle                   = var.api.throttle
  variables                  = var.api.variables

  routes = {
    for route, event in local.routes : route => {
      function      = module.function[event.function]
      authorization = event.authorization
      scopes        = event.scopes
      throttle      = event.throttle
      timeout_ms    = event.timeout_ms
    }
  }
}

module "rule" {
  source   = "../../messaging/event-rule"
  for_each = local.rules

  name          = "${local.name}-${each.key}"
  alarm_actions = local.more_alarm_actions
  enabled       = each.value.enabled
  event_bus     = each.value.bus == null ? null : var.platform.event_bus
  pattern       = each.value.bus
  schedule      = each.value.schedule
  tags          = var.tags
  targets = {
    function = {
      arn               = module.function[each.value.function].arn
      dead_letter_queue = module.failed[0]
      input             = each.value.input
      retry             = each.value.retry
    }
  }
}

# Not in the topics' own calls: functions that publish to a topic wait for it.
resource "aws_sns_topic_subscription" "functions" {
  for_each = { for key, event in local.events : key => event if event.topic != null }

  endpoint       = module.function[each.value.function].arn
  protocol       = "lambda"
  redrive_policy = jsonencode({ deadLetterTargetArn = module.failed[0].arn })
  topic_arn      = module.topic[each.value.topic].arn

  filter_policy = (
    each.value.filter == null ? null : coalesce(each.value.filter.attributes, each.value.filter.body)
  )
  filter_policy_scope = (
    each.value.filter == null ? null : each.value.filter.body == null ? "MessageAttributes" : "MessageBody"
  )
}

# One for the whole service: each message says which function it was for.
module "failed" {
  source = "../../messaging/sqs-queue"
  count  = length(local.given_up) > 0 ? 1 : 0

  name          = "${local.name}-failed"
  alarm_actions = var.platform.alarm_actions
  dead_letter   = null
  kms_key       = var.platform.kms_key
  tags          = var.tags

  senders = merge(
    { for key, arn in local.rule_arns : key => { service = "events", source_arn = arn } },
    { for name, topic in module.topic : "topic-${name}" => { service = "sns", source_arn = topic.arn } },
  )
}
