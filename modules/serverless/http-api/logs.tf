resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  name              = "/aws/apigateway/http/${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
locals {
  access_log = {
    time                   = "$context.requestTime"
    request_id             = "$context.requestId"
    caller                 = "$context.identity.userArn"
    subject                = "$context.authorizer.claims.sub"
    ip                     = "$context.identity.sourceIp"
    user_agent             = "$context.identity.userAgent"
    method                 = "$context.httpMethod"
    path                   = "$context.path"
    route                  = "$context.routeKey"
    status                 = "$context.status"
    bytes                  = "$context.responseLength"
    latency_ms             = "$context.responseLatency"
    integration_status     = "$context.integration.status"
    integration_latency_ms = "$context.integrationLatency"
    integration_error      = "$context.integrationErrorMessage"
    authorizer_error       = "$context.authorizer.error"
    error                  = "$context.error.message"
    error_kind             = "$context.error.responseType"
  }
}
