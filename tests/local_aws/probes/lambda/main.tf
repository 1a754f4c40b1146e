resource "aws_s3_bucket" "this" {
  bucket = "probe-lambda"
}

# f.py: def handler(event, context): return {}
resource "aws_s3_object" "this" {
  bucket         = aws_s3_bucket.this.id
  key            = "f.zip"
  content_base64 = "UEsDBBQAAAAAAAAAIVxBi0CpJwAAACcAAAAEAAAAZi5weWRlZiBoYW5kbGVyKGV2ZW50LCBjb250ZXh0KTogcmV0dXJuIHt9ClBLAQIUAxQAAAAAAAAAIVxBi0CpJwAAACcAAAAEAAAAAAAAAAAAAACAAQAAAABmLnB5UEsFBgAAAAABAAEAMgAAAEkAAAAAAA=="
}

resource "aws_iam_role" "this" {
  name = "probe-lambda"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "this" {
  function_name = "probe"
  role          = aws_iam_role.this.arn
  runtime       = "python3.13"
  handler       = "f.handler"
  s3_bucket     = aws_s3_object.this.bucket
  s3_key        = aws_s3_object.this.key
  publish       = true
}

resource "aws_lambda_alias" "this" {
  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_function_url" "this" {
  function_name      = aws_lambda_function.this.function_name
  qualifier          = aws_lambda_alias.this.name
  authorization_type = "AWS_IAM"
  invoke_mode        = "RESPONSE_STREAM"

  cors {
    allow_origins = ["https://shop.example.com"]
    allow_methods = ["GET"]
    max_age       = 600
  }
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.this.name
  provisioned_concurrent_executions = 2
}

resource "aws_lambda_runtime_management_config" "this" {
  function_name     = aws_lambda_function.this.function_name
  update_runtime_on = "FunctionUpdate"
}

resource "aws_signer_signing_profile" "this" {
  platform_id = "AWSLambda-SHA384-ECDSA"
  name        = "probe"
}

resource "aws_lambda_code_signing_config" "this" {
  allowed_publishers {
    signing_profile_version_arns = [aws_signer_signing_profile.this.version_arn]
  }
  policies {
    untrusted_artifact_on_deployment = "Warn"
  }
}

resource "aws_kinesis_stream" "read" {
  name        = "probe-lambda"
  shard_count = 1
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole"
}

resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn  = aws_kinesis_stream.read.arn
  function_name     = aws_lambda_function.this.arn
  starting_position = "LATEST"
  depends_on        = [aws_iam_role_policy_attachment.this]
}
