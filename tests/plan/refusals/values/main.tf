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
  burn     = { budget_percent = 2, severity = "page", window_seconds = 3600 }
  delivery = "arn:aws:firehose:eu-west-1:000000000000:deliverystream/refusals"
  metric   = { namespace = "Orders", name = "Total" }
  topic    = "arn:aws:sns:eu-west-1:000000000000:alarms"
}

locals {
  bucket = { arn = "arn:aws:s3:::refusals", name = "refusals", grants = { read = [], read_write = [] } }
  cluster = {
    arn       = "arn:aws:ecs:eu-west-1:000000000000:cluster/refusals"
    name      = "refusals"
    namespace = { arn = "arn:aws:servicediscovery:eu-west-1:000000000000:namespace/ns-0", name = "refusals" }
    grants    = { execute_command = [] }
  }
  consume = {
    consume = [{
      actions    = ["sqs:ReceiveMessage"]
      resources  = ["arn:aws:sqs:eu-west-1:000000000000:refusals"]
      conditions = []
    }]
  }
  eks = {
    arn  = "arn:aws:eks:eu-west-1:000000000000:cluster/refusals"
    name = "refusals"
    oidc_provider = {
      arn    = "arn:aws:iam::000000000000:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0"
      issuer = "oidc.eks.eu-west-1.amazonaws.com/id/0"
    }
  }
  function = {
    name       = "refusals"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/refusals/invocations"
  }
  image   = { uri = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/refusals:1" }
  invoked = { arn = "arn:aws:lambda:eu-west-1:000000000000:function:refusals", grants = { invoke = [] } }
  key     = { arn = "arn:aws:kms:eu-west-1:000000000000:key/refusals" }
  listener = {
    arn_suffix        = "app/refusals/0"
    dns_name          = "refusals.eu-west-1.elb.amazonaws.com"
    listener_arn      = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:listener/app/refusals/0/0"
    network_id        = "vpc-0"
    security_group_id = "sg-0"
  }
  network = {
    id                 = "vpc-0"
    cidr               = "10.0.0.0/16"
    private_subnet_ids = { a = "subnet-a", b = "subnet-b" }
    public_subnet_ids  = { a = "subnet-1", b = "subnet-2" }
  }
  queue = {
    arn                        = "arn:aws:sqs:eu-west-1:000000000000:refusals"
    visibility_timeout_seconds = 60
    grants                     = local.consume
  }
  stream = { arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/refusals", grants = local.consume }
}
