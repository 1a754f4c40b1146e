resource "aws_api_gateway_rest_api" "this" {
  name = "openapi"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "openapi", version = "1.0" }
    paths = {
      "/path1" = {
        get = {
          "x-amazon-apigateway-integration" = {
            httpMethod           = "GET"
            payloadFormatVersion = "1.0"
            type                 = "HTTP_PROXY"
            uri                  = "https://ip-ranges.amazonaws.com/ip-ranges.json"
          }
        }
      }
    }
  })
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { redeployment = sha1(jsonencode(aws_api_gateway_rest_api.this.body)) }
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_api_gateway_stage" "this" {
  deployment_id = aws_api_gateway_deployment.this.id
  rest_api_id   = aws_api_gateway_rest_api.this.id
  stage_name    = "example"
}
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled = true
  }
}
