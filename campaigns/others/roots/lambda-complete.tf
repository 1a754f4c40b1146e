data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "this" {
  name               = "lambda-complete"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
data "aws_iam_policy" "basic" {
  name = "AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy_attachment" "basic" {
  role       = aws_iam_role.this.name
  policy_arn = data.aws_iam_policy.basic.arn
}
resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:*", "sns:Publish", "kinesis:*", "dynamodb:*", "xray:*"]
      Resource = "*"
    }]
  })
}
resource "aws_s3_bucket" "this" {
  bucket_prefix = "builds-"
  force_destroy = true
}
resource "aws_s3_object" "this" {
  bucket         = aws_s3_bucket.this.id
  key            = "f.zip"
  content_base64 = "UEsDBBQAAAAAAAAAIVxBi0CpJwAAACcAAAAEAAAAZi5weWRlZiBoYW5kbGVyKGV2ZW50LCBjb250ZXh0KTogcmV0dXJuIHt9ClBLAQIUAxQAAAAAAAAAIVxBi0CpJwAAACcAAAAEAAAAAAAAAAAAAACAAQAAAABmLnB5UEsFBgAAAAABAAEAMgAAAEkAAAAAAA=="
}
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/complete"
  retention_in_days = 14
}
resource "aws_sqs_queue" "dlq" {
  name = "lambda-dlq"
}
resource "aws_sqs_queue" "source" {
  name                       = "lambda-source"
  visibility_timeout_seconds = 60
}
resource "aws_sns_topic" "failed" {
  name = "lambda-failed"
}
resource "aws_lambda_layer_version" "this" {
  layer_name               = "common"
  s3_bucket                = aws_s3_object.this.bucket
  s3_key                   = aws_s3_object.this.key
  compatible_runtimes      = ["python3.13"]
  compatible_architectures = ["arm64"]
}
resource "aws_lambda_function" "this" {
  function_name                  = "complete"
  role                           = aws_iam_role.this.arn
  runtime                        = "python3.13"
  handler                        = "f.handler"
  architectures                  = ["arm64"]
  s3_bucket                      = aws_s3_object.this.bucket
  s3_key                         = aws_s3_object.this.key
  layers                         = [aws_lambda_layer_version.this.arn]
  publish                        = true
  memory_size                    = 256
  timeout                        = 10
  reserved_concurrent_executions = 5
  environment {
    variables = { MODE = "live" }
  }
  ephemeral_storage {
    size = 1024
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.dlq.arn
  }
  tracing_config {
    mode = "Active"
  }
  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    system_log_level      = "WARN"
    log_group             = aws_cloudwatch_log_group.this.name
  }
  depends_on = [aws_iam_role_policy.this]
}
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = aws_lambda_function.this.function_name
  maximum_event_age_in_seconds = 60
  maximum_retry_attempts       = 0
  destination_config {
    on_failure {
      destination = aws_sqs_queue.dlq.arn
    }
    on_success {
      destination = aws_sns_topic.failed.arn
    }
  }
}
resource "aws_lambda_event_source_mapping" "sqs" {
  event_source_arn        = aws_sqs_queue.source.arn
  function_name           = aws_lambda_function.this.arn
  function_response_types = ["ReportBatchItemFailures"]
  scaling_config {
    maximum_concurrency = 20
  }
  filter_criteria {
    filter {
      pattern = jsonencode({ body = { kind = ["a"] } })
    }
  }
}
resource "aws_dynamodb_table" "this" {
  name             = "lambda-stream"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_kinesis_stream" "this" {
  name        = "lambda-stream"
  shard_count = 1
}
resource "aws_lambda_event_source_mapping" "dynamodb" {
  event_source_arn               = aws_dynamodb_table.this.stream_arn
  function_name                  = aws_lambda_function.this.arn
  starting_position              = "LATEST"
  maximum_retry_attempts         = 3
  bisect_batch_on_function_error = true
  tumbling_window_in_seconds     = 30
  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.dlq.arn
    }
  }
}
resource "aws_lambda_event_source_mapping" "kinesis" {
  event_source_arn  = aws_kinesis_stream.this.arn
  function_name     = aws_lambda_function.this.arn
  starting_position = "LATEST"
}
resource "aws_cloudwatch_event_rule" "this" {
  name                = "lambda-cron"
  schedule_expression = "rate(1 hour)"
}
resource "aws_cloudwatch_event_target" "this" {
  rule = aws_cloudwatch_event_rule.this.name
  arn  = aws_lambda_function.this.arn
}
resource "aws_lambda_permission" "this" {
  statement_id  = "cron"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.this.arn
}
resource "aws_lambda_function_url" "this" {
  function_name      = aws_lambda_function.this.function_name
  authorization_type = "NONE"
  cors {
    allow_origins     = ["*"]
    allow_methods     = ["POST", "GET"]
    allow_headers     = ["date"]
    expose_headers    = ["keep-alive"]
    max_age           = 86400
    allow_credentials = true
  }
}
resource "aws_lambda_invocation" "this" {
  function_name = aws_lambda_function.this.function_name
  input         = jsonencode({ a = 1 })
}
data "aws_lambda_function" "this" {
  function_name = aws_lambda_function.this.function_name
}
data "aws_lambda_alias" "none" {
  count         = 0
  function_name = ""
  name          = ""
}
data "aws_lambda_layer_version" "this" {
  layer_name = aws_lambda_layer_version.this.layer_name
}
data "aws_lambda_functions" "all" {}
