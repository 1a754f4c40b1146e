resource "aws_apigatewayv2_api" "this" {
  name          = "http"
  protocol_type = "HTTP"
  description   = "An API."
  cors_configuration {
    allow_headers = ["content-type"]
    allow_methods = ["*"]
    allow_origins = ["https://example.com"]
    max_age       = 300
  }
}
resource "aws_cognito_user_pool" "this" {
  name = "http"
}
resource "aws_cognito_user_pool_client" "this" {
  name         = "http"
  user_pool_id = aws_cognito_user_pool.this.id
}
resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.this.id
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  name             = "jwt"
  jwt_configuration {
    audience = [aws_cognito_user_pool_client.this.id]
    issuer   = "https://${aws_cognito_user_pool.this.endpoint}"
  }
}
resource "aws_apigatewayv2_integration" "this" {
  api_id               = aws_apigatewayv2_api.this.id
  integration_type     = "HTTP_PROXY"
  integration_method   = "GET"
  integration_uri      = "https://example.com/"
  timeout_milliseconds = 12000
  request_parameters   = { "append:header.x" = "y" }
  response_parameters {
    status_code = 403
    mappings    = { "append:header.auth" = "$context.authorizer.claims.sub" }
  }
}
resource "aws_apigatewayv2_route" "this" {
  api_id               = aws_apigatewayv2_api.this.id
  route_key            = "GET /items"
  target               = "integrations/${aws_apigatewayv2_integration.this.id}"
  authorization_type   = "JWT"
  authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
  authorization_scopes = ["read"]
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/http-api"
}
resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.this.arn
    format          = "$context.requestId"
  }
  default_route_settings {
    detailed_metrics_enabled = true
    throttling_burst_limit   = 100
    throttling_rate_limit    = 100
  }
  route_settings {
    route_key              = aws_apigatewayv2_route.this.route_key
    throttling_burst_limit = 10
    throttling_rate_limit  = 10
  }
}
resource "aws_apigatewayv2_vpc_link" "this" {
  name               = "http"
  security_group_ids = []
  subnet_ids         = data.aws_subnets.this.ids
}
data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
data "aws_apigatewayv2_api" "this" {
  api_id = aws_apigatewayv2_api.this.id
}
data "aws_apigatewayv2_apis" "this" {
  protocol_type = "HTTP"
  depends_on    = [aws_apigatewayv2_api.this]
}
data "aws_apigatewayv2_export" "none" {
  count         = 0
  api_id        = aws_apigatewayv2_api.this.id
  specification = "OAS30"
  output_type   = "JSON"
}
