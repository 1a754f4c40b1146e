module "websocket_api" {
  source = "../../../../modules/serverless/websocket-api"

  # name is "shop chat": write 1 to 64 letters
  name = "shop chat"
  # alarm_client_error_percent is 100: write a percentage of the messages
  alarm_client_error_percent = 100
  # alarm_error_percent is -1: write a percentage of the messages
  alarm_error_percent = -1
  # alarm_latency_ms is 30000: API Gateway waits for 29000 ms at most, write
  alarm_latency_ms = 30000
  # The identity_sources of NONE are ["$request.header.Authorization"]: write at least one, such as
  # authorizers holds NONE: write names of letters
  authorizers = { NONE = { function = local.function, identity_sources = ["$request.header.Authorization"] } }
  # domain.apis has the paths ["/news"]: write paths without
  # domain.base_path is "chat/": write a path without
  domain = {
    name        = "chat.example.com"
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
    apis        = { "/news" = { id = "abc123", stage = "live" } }
    base_path   = "chat/"
  }
  # log.execution is "DEBUG": write "OFF"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log = { execution = "DEBUG", retention_days = 31 }
  # route_selection_expression is "action": write where the route's key is
  route_selection_expression = "action"
  routes                     = { "$connect" = { function = local.function } }
  # stage is "v1/live": write letters
  stage = "v1/live"
  # throttle is {"burst":200,"rate":0}: an account takes 10000 requests per second and a burst of 5000, write
  throttle = { rate = 0 }
}

module "websocket_api_routes" {
  source = "../../../../modules/serverless/websocket-api"

  name = "refusals"
  # Of "$disconnect", some route cannot answer: write answers for messages only
  # Of "send it", some route has an authorization of its own: write it at "$connect" only
  # The throttle of "send it" is {"burst":0,"rate":1}: write a rate of more than 0 and a burst of at least 1
  # The timeout_ms of "$disconnect" is 29000, "send it" is 30000: write 50 to 29000 ms
  # routes holds "$disconnect", "send it": write "$connect" too, without which everyone may connect
  # routes holds "$disconnect", "send it": write "$connect", "$disconnect", "$default", or keys of letters
  routes = {
    "$disconnect" = { function = local.function, answers = true }
    "send it" = {
      function      = local.function
      authorization = "NONE"
      throttle      = { rate = 1, burst = 0 }
      timeout_ms    = 30000
    }
  }
}
