# A shop: its pages from a bucket, its API behind it under the same domain, guarded, with logs and alarms. The
# caller's provider is in us-east-1, where CloudFront has its certificates, web ACLs, logs and metrics.
# CloudWatch may not use the key that AWS keeps for SNS.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-cdn-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-cdn-complete"
  kms_master_key_id = module.key.arn
}

resource "aws_acm_certificate" "this" {
  domain_name       = "cdn-complete.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "site" {
  source = "../../../../data/s3-bucket"

  name    = "example-cdn-complete-site"
  readers = { cdn = { service = "cloudfront", source_arn = module.cdn.arn } }
}

# Answers while the first one does not.
module "spare" {
  source = "../../../../data/s3-bucket"

  name    = "example-cdn-complete-spare"
  readers = { cdn = { service = "cloudfront", source_arn = module.cdn.arn } }
}

module "records" {
  source = "../../../../data/s3-bucket"

  name            = "example-cdn-complete-logs"
  lifecycle_rules = { expire = { expire_days = 90 } }
  writers         = { cdn = { service = "delivery.logs" } }
}

module "waf" {
  source = "../../../waf"

  name  = "example-cdn-complete"
  log   = null
  scope = "CLOUDFRONT"
}

module "cdn" {
  source = "../.."

  name                       = "example-cdn-complete"
  alarm_actions              = [aws_sns_topic.alarms.arn]
  alarm_client_error_percent = 20
  alarm_error_percent        = 2
  blocked_countries          = ["KP"]
  default                    = { answer_function = "stamp", function = "folders", headers = "shop", origin = "sites" }
  domain = {
    certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
    names       = ["cdn-complete.example.com"]
  }
  logs        = { bucket = module.records, prefix = "shop" }
  price_class = "PriceClass_200"
  root_object = "index.html"
  single_page = "/index.html"
  web_acl     = module.waf

  behaviours = {
    "/api/*"    = { origin = "api" }
    "/bought/*" = { cache = "CachingOptimized", key_group = "shop", methods = "read", origin = "site" }
    "/api/images/*" = { answer_function = "stamp", cache = "CachingOptimized", forward = "none", methods = "read",
    origin = "api" }
  }

  functions = {
    # "/shoes/" is the page "/shoes/index.html".
    folders = <<-EOT
      function handler(event) {
        var request = event.request;
        if (request.uri.endsWith('/')) { request.uri += 'index.html'; }
        return request;
      }
    EOT

    stamp = <<-EOT
      function handler(event) {
        event.response.headers['x-shop'] = { value: 'shop' };
        return event.response;
      }
    EOT
  }

  header_policies = {
    shop = {
      add                     = { x-region = "eu" }
      content_security_policy = "default-src 'self'"
      cors = {
        origins         = ["https://partner.example.com"]
        credentials     = true
        expose          = ["x-shop"]
        headers         = ["authorization"]
        max_age_seconds = 60
        methods         = ["GET"]
      }
      frames       = "SAMEORIGIN"
      hsts_seconds = 600
      referrer     = "same-origin"
      remove       = ["server"]
    }
  }

  # Who bought something gets links that the shop signed.
  key_groups = {
    shop = {
      keys = {
        now = <<-EOT
          -----BEGIN PUBLIC KEY-----
          MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvFh/8fC9b9nYvpzmak1j
          CHgc+dtZKyEF0Je3V8LqC1kMOQVOGWW34QK4MUNCr/DylGaMPLPOsO6osxQInFk3
          L4pX1PFkMLPo/Rhso3O/F7Hfh4Fe2gZ7Qj3S+Y631uczGCt1oMkUOaLpcsbMjxz9
          glClElQWZ3Nqe8FBQCa5/R8makVj/3I6m+VSAivTCs/idqN+Pjb1DJ04jExU01Z+
          AS4/0l/SZj6mXd7N9wcxL5SBzNg6nXzXuBZZLh+nt3hQd2rz8qn8+Po4ghylZctX
          sGffhRv7fvBsXTEVYLZ1DZJiy8AVeWjMG+IdVjX//aJZ75hQLw7g4m5tTvPjIEhT
          QQIDAQAB
          -----END PUBLIC KEY-----
        EOT
      }
    }
  }

  origin_groups = { sites = { primary = "site", secondary = "spare", codes = [500, 503] } }

  origins = {
    api   = { host = "api.cdn-complete.example.com", path = "/live", timeout_seconds = 20 }
    site  = { bucket = { domain_name = module.site.domain_name } }
    spare = { bucket = { domain_name = module.spare.domain_name } }
  }

  tags = { Service = "edge" }
}

output "cdn" {
  value = module.cdn
}

output "records" {
  value = module.records
}

output "site" {
  value = module.site
}
