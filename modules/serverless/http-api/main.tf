resource "aws_apigatewayv2_api" "this" {
  name                         = var.name
  description                  = var.description
  disable_execute_api_endpoint = var.domain != null
  protocol_type                = "HTTP"

  dynamic "cors_configuration" {
    for_each = var.cors == null ? [] : [var.cors]

    content {
      allow_credentials = cors_configuration.value.credentials
      allow_headers     = cors_configuration.value.headers
      allow_methods     = cors_configuration.value.methods
      allow_origins     = cors_configuration.value.origins
      max_age           = cors_configuration.value.max_age_seconds
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition = length(distinct([for operation in local.operations : operation.name])) == length(local.operations)
      error_message = join(" ", [
        "Some of ${join(", ", keys(var.routes))} differ in punctuation only: write paths that differ in letters",
        "or digits.",
      ])
    }
  }
}

# Changes go live by themselves, and without a deployment there is none to forget.
resource "aws_apigatewayv2_stage" "this" {
  api_id          = aws_apigatewayv2_api.this.id
  name            = var.stage
  auto_deploy     = true
  stage_variables = length(var.variables) == 0 ? null : var.variables

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.this.arn
    format          = jsonencode(local.access_log)
  }

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_burst_limit   = var.throttle.burst
    throttling_rate_limit    = var.throttle.rate
  }

  dynamic "route_settings" {
    for_each = { for key, route in var.routes : key => route.throttle if route.throttle != null }

    content {
      route_key                = route_settings.key
      detailed_metrics_enabled = true
      throttling_burst_limit   = route_settings.value.burst
      throttling_rate_limit    = route_settings.value.rate
    }
  }

  tags = var.tags

  # A stage takes settings of routes that exist only.
  depends_on = [aws_apigatewayv2_route.this]
}
