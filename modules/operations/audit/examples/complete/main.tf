# An account of its own: everything on, encrypted with its own key, and findings of high severity notify a topic.
module "key" {
  source = "../../../kms-key"

  name     = "example-audit-complete"
  services = ["cloudtrail", "config", "events", "logs"]
}

module "topic" {
  source = "../../../../messaging/sns-topic"

  name       = "example-audit-complete"
  kms_key    = module.key
  publishers = { findings = { service = "events" } }
}

module "orders" {
  source = "../../../../data/s3-bucket"

  name          = "example-audit-orders-0000"
  force_destroy = true
}

module "audit" {
  source = "../.."

  name            = "example-audit-complete"
  access_analyzer = { unused_days = 90 }
  alarm_actions   = [module.topic.arn]
  config = {
    continuous = false
    rules = {
      passwords-are-long = { identifier = "IAM_PASSWORD_POLICY", parameters = { MinimumPasswordLength = "16" } }
    }
  }
  data_events = {
    orders = { arns = ["${module.orders.arn}/"], type = "AWS::S3::Object" }
  }
  guardduty = {
    databases  = true
    functions  = true
    kubernetes = false
    malware    = false
    objects    = true
  }
  kms_key        = module.key
  log            = { kms_key = module.key, retention_days = 90 }
  retention_days = 30
  retention_mode = "GOVERNANCE"
  security_hub = {
    standards = ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/3.0.0"]
  }

  tags = { Service = "platform" }
}

output "audit" {
  value = module.audit
}

output "topic" {
  value = module.topic
}
