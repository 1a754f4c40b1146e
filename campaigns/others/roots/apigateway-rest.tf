resource "aws_api_gateway_rest_api" "this" {
  name                         = "rest"
  binary_media_types           = ["image/png"]
  minimum_compression_size     = 1024
  disable_execute_api_endpoint = false
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
resource "aws_api_gateway_resource" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "items"
}
resource "aws_api_gateway_request_validator" "this" {
  name                        = "body"
  rest_api_id                 = aws_api_gateway_rest_api.this.id
  validate_request_body       = true
  validate_request_parameters = true
}
resource "aws_api_gateway_model" "this" {
  rest_api_id  = aws_api_gateway_rest_api.this.id
  name         = "Item"
  content_type = "application/json"
  schema       = jsonencode({ type = "object" })
}
resource "aws_api_gateway_method" "this" {
  rest_api_id          = aws_api_gateway_rest_api.this.id
  resource_id          = aws_api_gateway_resource.this.id
  http_method          = "POST"
  authorization        = "AWS_IAM"
  api_key_required     = true
  request_validator_id = aws_api_gateway_request_validator.this.id
  request_models       = { "application/json" = aws_api_gateway_model.this.name }
  request_parameters   = { "method.request.querystring.a" = true }
}
resource "aws_api_gateway_integration" "this" {
  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_resource.this.id
  http_method             = aws_api_gateway_method.this.http_method
  type                    = "HTTP"
  integration_http_method = "POST"
  uri                     = "https://example.com/items"
  passthrough_behavior    = "WHEN_NO_TEMPLATES"
  timeout_milliseconds    = 5000
  request_templates       = { "application/json" = "{}" }
  request_parameters      = { "integration.request.querystring.a" = "method.request.querystring.a" }
}
resource "aws_api_gateway_method_response" "this" {
  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = aws_api_gateway_resource.this.id
  http_method         = aws_api_gateway_method.this.http_method
  status_code         = "200"
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = true }
  response_models     = { "application/json" = "Empty" }
}
resource "aws_api_gateway_integration_response" "this" {
  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = aws_api_gateway_resource.this.id
  http_method         = aws_api_gateway_method.this.http_method
  status_code         = aws_api_gateway_method_response.this.status_code
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = "'*'" }
  response_templates  = { "application/json" = "" }
  depends_on          = [aws_api_gateway_integration.this]
}
resource "aws_api_gateway_gateway_response" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  response_type = "DEFAULT_4XX"
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'"
  }
  response_templates = { "application/json" = "{\"message\":$context.error.messageString}" }
}
resource "aws_api_gateway_documentation_part" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  location {
    type   = "METHOD"
    method = "POST"
    path   = "/items"
  }
  properties = jsonencode({ description = "Makes one." })
}
resource "aws_api_gateway_rest_api_policy" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.this.execution_arn}/*"
    }]
  })
}
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { redeployment = "1" }
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [aws_api_gateway_integration_response.this]
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/rest"
}
resource "aws_iam_role" "logs" {
  name = "apigateway-logs"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.logs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}
resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.logs.arn
  depends_on          = [aws_iam_role_policy_attachment.logs]
}
resource "aws_api_gateway_stage" "this" {
  deployment_id         = aws_api_gateway_deployment.this.id
  rest_api_id           = aws_api_gateway_rest_api.this.id
  stage_name            = "v1"
  xray_tracing_enabled  = true
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"
  variables             = { a = "b" }
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.this.arn
    format          = jsonencode({ id = "$context.requestId" })
  }
  depends_on = [aws_api_gateway_account.this]
}
resource "aws_api_gateway_method_settings" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled        = true
    logging_level          = "INFO"
    caching_enabled        = true
    cache_ttl_in_seconds   = 60
    cache_data_encrypted   = true
    throttling_rate_limit  = 100
    throttling_burst_limit = 50
  }
}
resource "aws_api_gateway_api_key" "this" {
  name = "key"
}
resource "aws_api_gateway_usage_plan" "this" {
  name = "plan"
  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this.stage_name
    throttle {
      path        = "/items/POST"
      burst_limit = 10
      rate_limit  = 10
    }
  }
  quota_settings {
    limit  = 20
    offset = 2
    period = "WEEK"
  }
  throttle_settings {
    burst_limit = 5
    rate_limit  = 10
  }
}
resource "aws_api_gateway_usage_plan_key" "this" {
  key_id        = aws_api_gateway_api_key.this.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this.id
}
resource "aws_cognito_user_pool" "this" {
  name = "rest"
}
resource "aws_api_gateway_authorizer" "this" {
  name          = "cognito"
  type          = "COGNITO_USER_POOLS"
  rest_api_id   = aws_api_gateway_rest_api.this.id
  provider_arns = [aws_cognito_user_pool.this.arn]
}
resource "aws_api_gateway_client_certificate" "this" {
  description = "to backends"
}
resource "aws_lb" "this" {
  name               = "rest"
  internal           = true
  load_balancer_type = "network"
  subnets            = data.aws_subnets.this.ids
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
resource "aws_api_gateway_vpc_link" "this" {
  name        = "rest"
  target_arns = [aws_lb.this.arn]
}
data "aws_api_gateway_rest_api" "this" {
  name = aws_api_gateway_rest_api.this.name
}
data "aws_api_gateway_resource" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  path        = "/items"
  depends_on  = [aws_api_gateway_resource.this]
}
data "aws_api_gateway_api_key" "this" {
  id = aws_api_gateway_api_key.this.id
}
