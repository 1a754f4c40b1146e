resource "aws_apigatewayv2_api" "this" {
  name          = "openapi"
  protocol_type = "HTTP"
  version       = "1.0"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "openapi", version = "1.0" }
    paths = {
      "/path1" = {
        get = {
          "x-amazon-apigateway-integration" = {
            payloadFormatVersion = "1.0"
            httpMethod           = "GET"
            type                 = "HTTP_PROXY"
            uri                  = "https://ip-ranges.amazonaws.com/ip-ranges.json"
          }
        }
      }
    }
  })
}
resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "v1"
  auto_deploy = true
}
