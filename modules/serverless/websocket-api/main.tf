resource "aws_apigatewayv2_api" "this" {
  name                         = var.name
  description                  = var.description
  disable_execute_api_endpoint = var.domain != null
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = var.route_selection_expression

  tags = var.tags
}

resource "aws_apigatewayv2_deployment" "this" {
  api_id   = aws_apigatewayv2_api.this.id
  triggers = { routes = sha1(jsonencode([var.authorizers, var.route_selection_expression, var.routes])) }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_apigatewayv2_route.this, aws_apigatewayv2_route_response.this]
}

resource "aws_apigatewayv2_stage" "this" {
  #checkov:skip=CKV2_AWS_51: client certificates authenticate API Gateway to HTTP backends, functions need none
  api_id        = aws_apigatewayv2_api.this.id
  name          = var.stage
  deployment_id = aws_apigatewayv2_deployment.this.id

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.this.arn
    format          = jsonencode(local.access_log)
  }

  default_route_settings {
    data_trace_enabled       = false
    detailed_metrics_enabled = true
    logging_level            = var.log.execution
    throttling_burst_limit   = var.throttle.burst
    throttling_rate_limit    = var.throttle.rate
  }

  dynamic "route_settings" {
    for_each = { for key, route in var.routes : key => route.throttle if route.throttle != null }

    content {
      route_key                = route_settings.key
      data_trace_enabled       = false
      detailed_metrics_enabled = true
      logging_level            = var.log.execution
      throttling_burst_limit   = route_settings.value.burst
      throttling_rate_limit    = route_settings.value.rate
    }
  }

  tags = var.tags
}
