resource "aws_iam_role" "this" {
  name = "appsync"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "appsync.amazonaws.com" } }]
  })
}
resource "aws_dynamodb_table" "this" {
  name         = "appsync"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_appsync_graphql_api" "this" {
  name                = "complete"
  authentication_type = "API_KEY"
  schema = join(" ", [
    "schema {\n query: Query\n}\ntype Query {\n singlePost(id: ID!): Post\n}\ntype Post {\n id: ID!\n title:",
    "String!\n}\n",
  ])
  xray_enabled = true
  additional_authentication_provider {
    authentication_type = "AWS_IAM"
  }
  log_config {
    cloudwatch_logs_role_arn = aws_iam_role.this.arn
    field_log_level          = "ERROR"
  }
}
resource "aws_appsync_api_key" "this" {
  api_id  = aws_appsync_graphql_api.this.id
  expires = "2027-05-03T04:00:00Z"
}
resource "aws_appsync_api_cache" "this" {
  api_id               = aws_appsync_graphql_api.this.id
  api_caching_behavior = "FULL_REQUEST_CACHING"
  type                 = "SMALL"
  ttl                  = 900
}
resource "aws_appsync_datasource" "ddb" {
  api_id           = aws_appsync_graphql_api.this.id
  name             = "ddb"
  service_role_arn = aws_iam_role.this.arn
  type             = "AMAZON_DYNAMODB"
  dynamodb_config {
    table_name = aws_dynamodb_table.this.name
  }
}
resource "aws_appsync_datasource" "none" {
  api_id = aws_appsync_graphql_api.this.id
  name   = "none"
  type   = "NONE"
}
resource "aws_appsync_datasource" "http" {
  api_id = aws_appsync_graphql_api.this.id
  name   = "http"
  type   = "HTTP"
  http_config {
    endpoint = "https://example.com"
  }
}
resource "aws_appsync_function" "this" {
  api_id      = aws_appsync_graphql_api.this.id
  data_source = aws_appsync_datasource.none.name
  name        = "f"
  code        = "export function request(ctx) { return {}; }\nexport function response(ctx) { return ctx.result; }\n"
  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
}
resource "aws_appsync_resolver" "this" {
  type   = "Query"
  field  = "singlePost"
  api_id = aws_appsync_graphql_api.this.id
  kind   = "PIPELINE"
  code   = "export function request(ctx) { return {}; }\nexport function response(ctx) { return ctx.prev.result; }\n"
  runtime {
    name            = "APPSYNC_JS"
    runtime_version = "1.0.0"
  }
  pipeline_config {
    functions = [aws_appsync_function.this.function_id]
  }
}
resource "aws_appsync_resolver" "unit" {
  api_id      = aws_appsync_graphql_api.this.id
  type        = "Post"
  field       = "title"
  data_source = aws_appsync_datasource.ddb.name
  request_template = join(" ", [
    "{\"version\": \"2018-05-29\", \"operation\": \"GetItem\", \"key\": {\"id\":",
    "$util.dynamodb.toDynamoDBJson($ctx.source.id)}}",
  ])
  response_template = "$util.toJson($ctx.result)"
}
