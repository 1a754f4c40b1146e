module "graphql_api_complete" {
  source = "../../../modules/serverless/graphql-api/examples/complete"
}

output "graphql_api_complete" {
  value = module.graphql_api_complete
}

module "graphql_api_minimal" {
  source = "../../../modules/serverless/graphql-api/examples/minimal"
}

output "graphql_api_minimal" {
  value = module.graphql_api_minimal
}

module "lambda_function_complete" {
  source = "../../../modules/serverless/lambda-function/examples/complete"
}

output "lambda_function_complete" {
  value = module.lambda_function_complete
}

module "lambda_function_minimal" {
  source = "../../../modules/serverless/lambda-function/examples/minimal"
}

output "lambda_function_minimal" {
  value = module.lambda_function_minimal
}

module "rest_api_complete" {
  source = "../../../modules/serverless/rest-api/examples/complete"
}

output "rest_api_complete" {
  value = module.rest_api_complete
}

module "rest_api_minimal" {
  source = "../../../modules/serverless/rest-api/examples/minimal"
}

output "rest_api_minimal" {
  value = module.rest_api_minimal
}

module "rest_api_openapi" {
  source = "../../../modules/serverless/rest-api/examples/openapi"
}

output "rest_api_openapi" {
  value = module.rest_api_openapi
}
