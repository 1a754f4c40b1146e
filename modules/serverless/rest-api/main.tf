resource "aws_api_gateway_rest_api" "this" {
  name                         = var.name
  binary_media_types           = length(var.binary_media_types) == 0 ? null : var.binary_media_types
  body                         = jsonencode(local.document)
  description                  = var.description
  disable_execute_api_endpoint = var.domain != null
  minimum_compression_size     = var.minimum_compression_bytes

  endpoint_configuration {
    types            = [var.endpoint.type]
    vpc_endpoint_ids = var.endpoint.type == "PRIVATE" ? var.endpoint.vpc_endpoint_ids : null
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true

    precondition {
      condition = length(distinct([for operation in local.operations : operation.name])) == length(local.operations)
      error_message = join(" ", [
        "Some of ${join(", ", keys(var.routes))} differ in punctuation only: write paths that differ in letters",
        "or digits.",
      ])
    }
  }
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  # These settings of the API, too, go live with a deployment only.
  triggers = {
    document = sha1(jsonencode(local.document))
    settings = sha1(jsonencode([var.domain != null, var.binary_media_types, var.minimum_compression_bytes]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV_AWS_73: tracing is on unless the caller turns it off
  #checkov:skip=CKV_AWS_120: a cache costs by the hour and serves stale answers, so it is the caller's choice
  #checkov:skip=CKV2_AWS_4: execution logs need a role of the account, and repeat what access logs and traces tell
  #checkov:skip=CKV2_AWS_29: the caller hands over a web ACL where the API is open to the internet
  #checkov:skip=CKV2_AWS_51: client certificates authenticate API Gateway to HTTP backends, functions need none
  #checkov:skip=CKV2_AWS_77: the caller hands over a web ACL where the API is open to the internet, with the rules it needs
  deployment_id         = aws_api_gateway_deployment.this.id
  rest_api_id           = aws_api_gateway_rest_api.this.id
  stage_name            = var.stage
  cache_cluster_enabled = var.cache == null ? null : true
  cache_cluster_size    = try(tostring(var.cache.size_gb), null)
  variables             = length(var.variables) == 0 ? null : var.variables
  xray_tracing_enabled  = var.tracing

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.this.arn
    format          = jsonencode(local.access_log)
  }

  tags = var.tags
}

resource "aws_api_gateway_method_settings" "this" {
  #checkov:skip=CKV_AWS_225: a cache costs by the hour and serves stale answers, so it is the caller's choice
  #checkov:skip=CKV_AWS_308: what is cached is encrypted
  #checkov:skip=CKV2_AWS_4: execution logs need a role of the account, and repeat what access logs and traces tell
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    cache_data_encrypted   = var.cache == null ? null : true
    cache_ttl_in_seconds   = try(var.cache.ttl_seconds, null)
    caching_enabled        = var.cache == null ? null : true
    data_trace_enabled     = false
    logging_level          = var.log.execution
    metrics_enabled        = true
    throttling_burst_limit = var.throttle.burst
    throttling_rate_limit  = var.throttle.rate
  }
}

# Repeats the stage's settings, so that nothing hangs on which of them a method inherits.
resource "aws_api_gateway_method_settings" "routes" {
  #checkov:skip=CKV_AWS_225: a cache costs by the hour and serves stale answers, so it is the caller's choice
  #checkov:skip=CKV_AWS_308: what is cached is encrypted
  #checkov:skip=CKV2_AWS_4: execution logs need a role of the account, and repeat what access logs and traces tell
  for_each = { for key, route in var.routes : key => route if route.cache_seconds != null || route.throttle != null }

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "${trimprefix(local.operations[each.key].path, "/")}/${local.operations[each.key].method}"

  settings {
    cache_data_encrypted   = var.cache == null ? null : true
    cache_ttl_in_seconds   = try(coalesce(each.value.cache_seconds, var.cache.ttl_seconds), null)
    caching_enabled        = var.cache == null ? null : each.value.cache_seconds != 0
    data_trace_enabled     = false
    logging_level          = var.log.execution
    metrics_enabled        = true
    throttling_burst_limit = coalesce(each.value.throttle, var.throttle).burst
    throttling_rate_limit  = coalesce(each.value.throttle, var.throttle).rate
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.web_acl == null ? 0 : 1

  resource_arn = aws_api_gateway_stage.this.arn
  web_acl_arn  = var.web_acl.arn
}
