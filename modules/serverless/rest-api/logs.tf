resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  name              = "/aws/apigateway/${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
locals {
  access_log = {
    time                = "$context.requestTime"
    request_id          = "$context.requestId"
    trace_id            = "$context.xrayTraceId"
    caller              = "$context.identity.userArn"
    ip                  = "$context.identity.sourceIp"
    user_agent          = "$context.identity.userAgent"
    method              = "$context.httpMethod"
    path                = "$context.path"
    route               = "$context.resourcePath"
    status              = "$context.status"
    bytes               = "$context.responseLength"
    latency_ms          = "$context.responseLatency"
    function_status     = "$context.integration.status"
    function_latency_ms = "$context.integrationLatency"
    function_error      = "$context.integrationErrorMessage"
    error               = "$context.error.message"
    error_kind          = "$context.error.responseType"
  }
}
