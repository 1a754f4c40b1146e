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

  timeouts = {
    for name, function in var.functions : name => coalesce(function.timeout_seconds, var.defaults.timeout_seconds)
  }
}

module "function" {
  source   = "../../serverless/lambda-function"
  for_each = var.functions

  name            = "${local.name}-${each.key}"
  alarm_actions   = local.more_alarm_actions
  description     = each.value.description
  environment     = merge(var.defaults.environment, local.environments[each.key], each.value.environment)
  grants          = concat([for word in each.value.grants : local.grants[word]], each.value.more_grants)
  handler         = each.value.handler
  kms_key         = var.platform.kms_key
  log             = local.log
  memory_mb       = coalesce(each.value.memory_mb, var.defaults.memory_mb)
  package         = each.value.package == null ? var.defaults.package : each.value.package
  tags            = var.tags
  timeout_seconds = local.timeouts[each.key]

  asynchronous = length(module.failed) == 0 ? null : { on_failure = module.failed[0] }

  event_sources = merge(
    {
      for key, event in local.events :
      key => { queue = module.queue[event.queue] } if event.function == each.key && event.queue != null
    },
    {
      for key, event in local.events :
      key => {
        table_stream = module.table[event.table]
        on_failure   = module.failed[0]
      } if event.function == each.key &&

      event.table != null
    },
  )

  invokers = merge(
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

module "api" {
  source = "../../serverless/rest-api"
  count  = length(local.routes) > 0 ? 1 : 0

  name          = local.name
  alarm_actions = var.platform.alarm_actions
  log           = local.log
  routes = {
    for route, event in local.routes :
    route => { function = module.function[event.function], authorization = event.authorization }
  }
  tags = var.tags
}

module "rule" {
  source   = "../../messaging/event-rule"
  for_each = local.rules

  name          = "${local.name}-${each.key}"
  alarm_actions = local.more_alarm_actions
  event_bus     = each.value.bus == null ? null : var.platform.event_bus
  pattern       = each.value.bus
  schedule      = each.value.schedule
  tags          = var.tags
  targets = {
    function = {
      arn               = module.function[each.value.function].arn
      dead_letter_queue = module.failed[0]
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
