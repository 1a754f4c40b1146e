# Wrong values that `terraform validate` already refuses. Above each argument stands what its refusal begins with.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

locals {
  consume  = { consume = [{ actions = ["sqs:ReceiveMessage"], resources = ["arn:aws:sqs:eu-west-1:000000000000:refusals"], conditions = [] }] }
  function = { name = "refusals", invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/refusals/invocations" }
  image    = { uri = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/refusals:1" }
  queue    = { arn = "arn:aws:sqs:eu-west-1:000000000000:refusals", visibility_timeout_seconds = 60, grants = local.consume }
  stream   = { arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/refusals", grants = local.consume }
}
