resource "aws_apigatewayv2_api" "this" {
  name                       = "chat"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}
resource "aws_apigatewayv2_model" "this" {
  api_id       = aws_apigatewayv2_api.this.id
  content_type = "application/json"
  name         = "Message"
  schema       = jsonencode({ type = "object" })
}
resource "aws_apigatewayv2_integration" "this" {
  api_id            = aws_apigatewayv2_api.this.id
  integration_type  = "MOCK"
  request_templates = { "200" = "{}" }
}
resource "aws_apigatewayv2_integration_response" "this" {
  api_id                   = aws_apigatewayv2_api.this.id
  integration_id           = aws_apigatewayv2_integration.this.id
  integration_response_key = "/200/"
}
resource "aws_apigatewayv2_route" "connect" {
  api_id    = aws_apigatewayv2_api.this.id
  route_key = "$connect"
  target    = "integrations/${aws_apigatewayv2_integration.this.id}"
}
resource "aws_apigatewayv2_route_response" "this" {
  api_id             = aws_apigatewayv2_api.this.id
  route_id           = aws_apigatewayv2_route.connect.id
  route_response_key = "$default"
}
resource "aws_apigatewayv2_deployment" "this" {
  api_id     = aws_apigatewayv2_api.this.id
  depends_on = [aws_apigatewayv2_route.connect]
}
resource "aws_apigatewayv2_stage" "this" {
  api_id        = aws_apigatewayv2_api.this.id
  name          = "live"
  deployment_id = aws_apigatewayv2_deployment.this.id
}
