module "websocket_api" {
  source = "../../../../modules/serverless/websocket-api"

  name = "refusals"
  # The authorization of "$connect" is doorman: write "AWS_IAM", "NONE" to let in everyone, or the name of an authorizer (there are none)
  routes = { "$connect" = { function = local.function, authorization = "doorman" } }
}
