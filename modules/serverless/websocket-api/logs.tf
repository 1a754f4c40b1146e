resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  name              = "/aws/apigateway/websocket/${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
locals {
  access_log = {
    time                = "$context.requestTime"
    request_id          = "$context.requestId"
    connection          = "$context.connectionId"
    event               = "$context.eventType"
    caller              = "$context.identity.userArn"
    principal           = "$context.authorizer.principalId"
    ip                  = "$context.identity.sourceIp"
    user_agent          = "$context.identity.userAgent"
    route               = "$context.routeKey"
    status              = "$context.status"
    function_status     = "$context.integrationStatus"
    function_latency_ms = "$context.integrationLatency"
    function_error      = "$context.integrationErrorMessage"
    error               = "$context.error.message"
    error_kind          = "$context.error.responseType"
  }
}
