module "graphql_api_complete" {
  source = "../../../modules/serverless/graphql-api/examples/complete"

  depends_on = [terraform_data.ready]
}

output "graphql_api_complete" {
  value = module.graphql_api_complete
}

module "graphql_api_minimal" {
  source = "../../../modules/serverless/graphql-api/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "graphql_api_minimal" {
  value = module.graphql_api_minimal
}

module "http_api_complete" {
  source = "../../../modules/serverless/http-api/examples/complete"

  depends_on = [terraform_data.ready]
}

output "http_api_complete" {
  value = module.http_api_complete
}

module "http_api_minimal" {
  source = "../../../modules/serverless/http-api/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "http_api_minimal" {
  value = module.http_api_minimal
}

module "lambda_function_complete" {
  source = "../../../modules/serverless/lambda-function/examples/complete"

  depends_on = [terraform_data.ready]
}

output "lambda_function_complete" {
  value = module.lambda_function_complete
}

module "lambda_function_existing" {
  source = "../../../modules/serverless/lambda-function/examples/existing"

  depends_on = [terraform_data.ready]
}

output "lambda_function_existing" {
  value = module.lambda_function_existing
}

module "lambda_function_image" {
  source = "../../../modules/serverless/lambda-function/examples/image"

  depends_on = [terraform_data.ready]
}

output "lambda_function_image" {
  value = module.lambda_function_image
}

module "lambda_function_minimal" {
  source = "../../../modules/serverless/lambda-function/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "lambda_function_minimal" {
  value = module.lambda_function_minimal
}

module "lambda_function_network" {
  source = "../../../modules/serverless/lambda-function/examples/network"

  depends_on = [terraform_data.ready]
}

output "lambda_function_network" {
  value = module.lambda_function_network
}

module "lambda_function_queued" {
  source = "../../../modules/serverless/lambda-function/examples/queued"

  depends_on = [terraform_data.ready]
}

output "lambda_function_queued" {
  value = module.lambda_function_queued
}

module "lambda_function_released" {
  source = "../../../modules/serverless/lambda-function/examples/released"

  depends_on = [terraform_data.ready]
}

output "lambda_function_released" {
  value = module.lambda_function_released
}

module "lambda_function_streams" {
  source = "../../../modules/serverless/lambda-function/examples/streams"

  depends_on = [terraform_data.ready]
}

output "lambda_function_streams" {
  value = module.lambda_function_streams
}

module "lambda_function_url" {
  source = "../../../modules/serverless/lambda-function/examples/url"

  depends_on = [terraform_data.ready]
}

output "lambda_function_url" {
  value = module.lambda_function_url
}

module "lambda_layer_complete" {
  source = "../../../modules/serverless/lambda-layer/examples/complete"

  depends_on = [terraform_data.ready]
}

output "lambda_layer_complete" {
  value = module.lambda_layer_complete
}

module "lambda_layer_minimal" {
  source = "../../../modules/serverless/lambda-layer/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "lambda_layer_minimal" {
  value = module.lambda_layer_minimal
}

module "rest_api_complete" {
  source = "../../../modules/serverless/rest-api/examples/complete"

  depends_on = [terraform_data.ready]
}

output "rest_api_complete" {
  value = module.rest_api_complete
}

module "rest_api_domain" {
  source = "../../../modules/serverless/rest-api/examples/domain"

  depends_on = [terraform_data.ready]
}

output "rest_api_domain" {
  value = module.rest_api_domain
}

module "rest_api_minimal" {
  source = "../../../modules/serverless/rest-api/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "rest_api_minimal" {
  value = module.rest_api_minimal
}

module "rest_api_openapi" {
  source = "../../../modules/serverless/rest-api/examples/openapi"

  depends_on = [terraform_data.ready]
}

output "rest_api_openapi" {
  value = module.rest_api_openapi
}

module "state_machine_complete" {
  source = "../../../modules/serverless/state-machine/examples/complete"

  depends_on = [terraform_data.ready]
}

output "state_machine_complete" {
  value = module.state_machine_complete
}

module "state_machine_express" {
  source = "../../../modules/serverless/state-machine/examples/express"

  depends_on = [terraform_data.ready]
}

output "state_machine_express" {
  value = module.state_machine_express
}

module "state_machine_minimal" {
  source = "../../../modules/serverless/state-machine/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "state_machine_minimal" {
  value = module.state_machine_minimal
}

module "websocket_api_complete" {
  source = "../../../modules/serverless/websocket-api/examples/complete"

  depends_on = [terraform_data.ready]
}

output "websocket_api_complete" {
  value = module.websocket_api_complete
}

module "websocket_api_domain" {
  source = "../../../modules/serverless/websocket-api/examples/domain"

  depends_on = [terraform_data.ready]
}

output "websocket_api_domain" {
  value = module.websocket_api_domain
}

module "websocket_api_minimal" {
  source = "../../../modules/serverless/websocket-api/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "websocket_api_minimal" {
  value = module.websocket_api_minimal
}
