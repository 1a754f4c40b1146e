# Functions whose code comes by way of a bucket: one that Terraform releases, one that a pipeline does, one with a role
# that exists already.
module "artifacts" {
  source = "../../../../data/s3-bucket"

  name = "example-lambda-function-released"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

locals {
  zip = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip"
}

resource "aws_s3_object" "echo" {
  #checkov:skip=CKV_AWS_186: the bucket encrypts with its own key
  bucket = module.artifacts.name
  key    = "echo/1.0.0.zip"
  source = local.zip
}

module "uploaded" {
  source = "../.."

  name             = "example-lambda-function-uploaded"
  handler          = "echo.handlers.api"
  package          = { path = local.zip, bucket = module.artifacts }
  managed_policies = { insights = "arn:aws:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy" }
}

module "pipeline" {
  source = "../.."

  name        = "example-lambda-function-pipeline"
  handler     = "echo.handlers.api"
  package     = { bucket = module.artifacts, key = aws_s3_object.echo.key, version = aws_s3_object.echo.version_id }
  alias       = {}
  released_by = "pipeline"
}

resource "aws_iam_role" "existing" {
  name = "example-lambda-function-existing"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "existing" {
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
  role       = aws_iam_role.existing.name
}

module "existing" {
  source = "../.."

  name    = "example-lambda-function-existing"
  handler = "echo.handlers.api"
  package = { path = local.zip }
  role    = aws_iam_role.existing
  tracing = false
}

output "functions" {
  value = { existing = module.existing, pipeline = module.pipeline, uploaded = module.uploaded }
}

output "role_arn" {
  value = aws_iam_role.existing.arn
}
