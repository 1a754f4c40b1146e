# The modules of this chapter with nothing but what exists already: a VPC, a key, a role, a layer, a bucket with the
# code, a queue, a topic, a function, a user pool, a certificate, a zone, a registry. What is theirs comes first; each
# object below it is written by hand.
resource "aws_vpc" "theirs" {
  #checkov:skip=CKV2_AWS_11: represents a network that exists
  #checkov:skip=CKV2_AWS_12: represents a network that exists
  cidr_block = "10.8.0.0/16"
}

resource "aws_subnet" "theirs" {
  for_each = { a = "10.8.0.0/24", b = "10.8.1.0/24" }

  availability_zone = "eu-west-1${each.key}"
  cidr_block        = each.value
  vpc_id            = aws_vpc.theirs.id
}

resource "aws_security_group" "theirs" {
  #checkov:skip=CKV2_AWS_5: represents a group that exists
  name        = "example-serverless-existing"
  description = "What exists already."
  vpc_id      = aws_vpc.theirs.id
}

resource "aws_kms_key" "theirs" {
  #checkov:skip=CKV2_AWS_64: represents a key that exists
  description             = "What exists already."
  deletion_window_in_days = 7
  enable_key_rotation     = true
}

resource "aws_s3_bucket" "theirs" {
  #checkov:skip=CKV_AWS_18: represents a bucket that exists
  #checkov:skip=CKV_AWS_21: represents a bucket that exists
  #checkov:skip=CKV_AWS_144: represents a bucket that exists
  #checkov:skip=CKV_AWS_145: represents a bucket that exists
  #checkov:skip=CKV2_AWS_6: represents a bucket that exists
  #checkov:skip=CKV2_AWS_61: represents a bucket that exists
  #checkov:skip=CKV2_AWS_62: represents a bucket that exists
  #checkov:skip=PLATFORM_LIFECYCLE: represents a bucket that exists
  #checkov:skip=PLATFORM_TLS_ONLY: represents a bucket that exists
  bucket_prefix = "example-serverless-existing-"
  force_destroy = true
}

resource "aws_s3_object" "theirs" {
  #checkov:skip=CKV_AWS_186: represents an object that exists
  bucket = aws_s3_bucket.theirs.id
  key    = "echo/1.0.0.zip"
  source = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip"
}

resource "aws_lambda_layer_version" "theirs" {
  layer_name = "example-serverless-existing"
  s3_bucket  = aws_s3_bucket.theirs.id
  s3_key     = aws_s3_object.theirs.key
}

resource "aws_sqs_queue" "theirs" {
  #checkov:skip=PLATFORM_DEAD_LETTERS: represents a queue that exists
  #checkov:skip=PLATFORM_LONG_POLLING: represents a queue that exists
  #checkov:skip=PLATFORM_TLS_ONLY: represents a queue that exists
  name                       = "example-serverless-existing"
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = 60
}

resource "aws_sns_topic" "theirs" {
  #checkov:skip=CKV_AWS_26: represents a topic that exists
  #checkov:skip=PLATFORM_ENCRYPTION: represents a topic that exists
  name = "example-serverless-existing"
}

resource "aws_iam_role" "theirs" {
  name = "example-serverless-existing"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "theirs" {
  for_each = toset(["AWSLambdaSQSQueueExecutionRole", "AWSLambdaVPCAccessExecutionRole"])

  policy_arn = "arn:aws:iam::aws:policy/service-role/${each.key}"
  role       = aws_iam_role.theirs.name
}

resource "aws_iam_role_policy" "theirs" {
  name = "theirs"
  role = aws_iam_role.theirs.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.theirs.arn },
      { Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.theirs.arn },
    ]
  })
}

resource "aws_cloudwatch_log_group" "theirs" {
  #checkov:skip=CKV_AWS_158: represents a log group that exists
  #checkov:skip=CKV_AWS_338: represents a log group that exists
  #checkov:skip=PLATFORM_ENCRYPTION: represents a log group that exists
  name              = "/aws/lambda/example-serverless-existing-theirs"
  retention_in_days = 7
}

resource "aws_lambda_function" "theirs" {
  #checkov:skip=CKV_AWS_50: represents a function that exists
  #checkov:skip=CKV_AWS_115: represents a function that exists
  #checkov:skip=CKV_AWS_116: represents a function that exists
  #checkov:skip=CKV_AWS_117: represents a function that exists
  #checkov:skip=CKV_AWS_272: represents a function that exists
  function_name = "example-serverless-existing-theirs"
  architectures = ["arm64"]
  handler       = "echo.handlers.api"
  role          = aws_iam_role.theirs.arn
  runtime       = "python3.13"
  s3_bucket     = aws_s3_bucket.theirs.id
  s3_key        = aws_s3_object.theirs.key

  depends_on = [aws_cloudwatch_log_group.theirs, aws_iam_role_policy_attachment.theirs]
}

resource "aws_cognito_user_pool" "theirs" {
  name = "example-serverless-existing"
}

resource "aws_route53_zone" "theirs" {
  #checkov:skip=CKV2_AWS_38: represents a zone that exists
  #checkov:skip=CKV2_AWS_39: represents a zone that exists
  name = "serverless-existing.example.com"
}

resource "aws_acm_certificate" "theirs" {
  domain_name       = "serverless-existing.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  name    = one(aws_acm_certificate.theirs.domain_validation_options).resource_record_name
  records = [one(aws_acm_certificate.theirs.domain_validation_options).resource_record_value]
  ttl     = 60
  type    = one(aws_acm_certificate.theirs.domain_validation_options).resource_record_type
  zone_id = aws_route53_zone.theirs.zone_id
}

resource "aws_acm_certificate_validation" "theirs" {
  certificate_arn         = aws_acm_certificate.theirs.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_service_discovery_http_namespace" "theirs" {
  name = "example-serverless-existing"
}

resource "aws_service_discovery_service" "theirs" {
  name         = "prices"
  namespace_id = aws_service_discovery_http_namespace.theirs.id
}

# What the modules take, written by hand. Objects have the attributes that the modules ask for, and no others. Grants
# are what a role of the module's is to be allowed; where the role exists too, they are empty.
locals {
  function = {
    arn        = aws_lambda_function.theirs.arn
    invoke_arn = aws_lambda_function.theirs.invoke_arn
    name       = aws_lambda_function.theirs.function_name
    grants = {
      invoke = [{
        actions    = ["lambda:InvokeFunction"]
        resources  = [aws_lambda_function.theirs.arn, "${aws_lambda_function.theirs.arn}:*"]
        conditions = []
      }]
    }
  }

  kms_key = { arn = aws_kms_key.theirs.arn }

  network = {
    id                 = aws_vpc.theirs.id
    cidr               = aws_vpc.theirs.cidr_block
    private_subnet_ids = { for zone, subnet in aws_subnet.theirs : zone => subnet.id }
  }
}

module "function" {
  source = "../.."

  name         = "example-serverless-existing"
  asynchronous = { on_failure = { arn = aws_sns_topic.theirs.arn, grants = {} } }
  environment  = { STAGE = "existing" }
  handler      = "echo.handlers.worker"
  kms_key      = local.kms_key
  layers       = [aws_lambda_layer_version.theirs.arn]
  package      = { bucket = { name = aws_s3_bucket.theirs.id }, key = aws_s3_object.theirs.key }
  role         = { arn = aws_iam_role.theirs.arn }
  tracing      = false

  event_sources = {
    orders = {
      queue = {
        arn                        = aws_sqs_queue.theirs.arn
        visibility_timeout_seconds = aws_sqs_queue.theirs.visibility_timeout_seconds
        grants                     = { consume = [] }
      }
    }
  }
  network = {
    subnet_ids         = values(local.network.private_subnet_ids)
    security_group_ids = [aws_security_group.theirs.id]
  }

  # The role is the function's once it may do what it must.
  depends_on = [aws_iam_role_policy.theirs, aws_iam_role_policy_attachment.theirs]
}

module "http_api" {
  source = "../../../http-api"

  name = "example-serverless-existing-http"
  authorizers = {
    customers = { jwt = { issuer = "https://${aws_cognito_user_pool.theirs.endpoint}", audiences = ["app"] } }
  }
  domain = {
    name        = "serverless-existing.example.com"
    certificate = { arn = aws_acm_certificate_validation.theirs.certificate_arn }
  }
  network = local.network
  routes = {
    "GET /orders/{order}"  = { function = local.function, authorization = "customers" }
    "ANY /prices/{proxy+}" = { registry = { arn = aws_service_discovery_service.theirs.arn } }
  }
}

resource "aws_route53_record" "http_api" {
  name    = "serverless-existing.example.com"
  type    = "A"
  zone_id = aws_route53_zone.theirs.zone_id

  alias {
    evaluate_target_health = false
    name                   = module.http_api.domain.target
    zone_id                = module.http_api.domain.zone_id
  }
}

module "rest_api" {
  source = "../../../rest-api"

  name        = "example-serverless-existing-rest"
  authorizers = { customers = { user_pools = [{ arn = aws_cognito_user_pool.theirs.arn }] } }
  routes      = { "GET /orders/{order}" = { function = local.function, authorization = "customers" } }
}

module "graphql_api" {
  source = "../../../graphql-api"

  name          = "example-serverless-existing-graphql"
  authorization = [{ type = "AMAZON_COGNITO_USER_POOLS", user_pool = { id = aws_cognito_user_pool.theirs.id } }]
  data_sources  = { orders = { function = local.function } }
  resolvers     = { "Query.order" = { data_source = "orders" } }
  schema        = "type Query { order(id: ID!): String }"
}

module "state_machine" {
  source = "../../../state-machine"

  name      = "example-serverless-existing"
  functions = { charge = local.function }
  grants    = [[{ actions = ["sns:Publish"], resources = [aws_sns_topic.theirs.arn], conditions = [] }]]
  kms_key   = local.kms_key
  log       = { level = "OFF" }

  substitutions = { texts = { topic_arn = aws_sns_topic.theirs.arn } }

  definition = jsonencode({
    StartAt        = "Charge"
    TimeoutSeconds = 60
    States = {
      Charge = {
        Type       = "Task"
        Resource   = "arn:aws:states:::lambda:invoke"
        Comment    = "Not caught: nothing was done yet."
        Parameters = { FunctionName = "$${charge}", "Payload.$" = "$" }
        Next       = "Tell"
      }
      Tell = {
        Type       = "Task"
        Resource   = "arn:aws:states:::sns:publish"
        Comment    = "Not caught: an execution that fails is seen."
        Parameters = { TopicArn = "$${topic_arn}", "Message.$" = "States.JsonToString($)" }
        End        = true
      }
    }
  })
}

output "function" {
  value = module.function
}

output "http_api" {
  value = module.http_api
}

output "state_machine" {
  value = module.state_machine
}

output "theirs" {
  value = {
    function = aws_lambda_function.theirs.arn
    layer    = aws_lambda_layer_version.theirs.arn
    queue    = { arn = aws_sqs_queue.theirs.arn, url = aws_sqs_queue.theirs.url }
    role     = aws_iam_role.theirs.arn
  }
}
