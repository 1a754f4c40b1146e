# A chat: callers that a function accepts are stored, send to others by name, and receive what the shop announces.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-websocket-api-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-websocket-api-complete"
  kms_master_key_id = module.key.arn
}

module "doorman" {
  source = "../../../lambda-function"

  name    = "example-websocket-api-complete-doorman"
  handler = "echo.handlers.authorize"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "chat" {
  source = "../../../lambda-function"

  name        = "example-websocket-api-complete-chat"
  handler     = "chat.handlers.message"
  package     = { path = "${path.module}/../../../../../examples/functions/services/chat/build/chat.zip" }
  alias       = {}
  environment = module.api.environment
  grants      = [module.api.connections.grants.read_write, module.api.grants.push]
  kms_key     = module.key
}

# Pushes to all who are connected, from outside the API.
module "announcer" {
  source = "../../../lambda-function"

  name        = "example-websocket-api-complete-announcer"
  handler     = "chat.handlers.announce"
  package     = { path = "${path.module}/../../../../../examples/functions/services/chat/build/chat.zip" }
  environment = module.api.environment
  grants      = [module.api.connections.grants.read_write, module.api.connections.grants.scan, module.api.grants.push]
  kms_key     = module.key
}

module "api" {
  source = "../.."

  name                       = "example-websocket-api-complete"
  description                = "The shop's chat."
  alarm_actions              = [aws_sns_topic.alarms.arn]
  alarm_client_error_percent = 50
  alarm_latency_ms           = 1000
  kms_key                    = module.key
  log                        = { retention_days = 90, kms_key = module.key }
  throttle                   = { rate = 50, burst = 100 }

  authorizers = {
    doorman = { function = module.doorman, identity_sources = ["route.request.querystring.caller"] }
  }

  routes = {
    "$connect"    = { function = module.chat, authorization = "doorman" }
    "$disconnect" = { function = module.chat }
    "$default"    = { function = module.chat, answers = true }
    send          = { function = module.chat, throttle = { rate = 10, burst = 20 } }
  }

  tags = { Service = "chat" }
}

output "announcer" {
  value = module.announcer
}

output "api" {
  value = module.api
}

output "chat" {
  value = module.chat
}
