# Services of one load balancer: one on instances, its next version on a tenth of the requests and for testers; a
# function with its next version, likewise; and one for those who are logged in. With alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-alb-service-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-alb-service-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../vpc"

  name               = "example-alb-service-complete"
  availability_zones = ["a", "b"]
  cidr               = "10.3.0.0/16"
  nat                = "none"
}

resource "aws_acm_certificate" "this" {
  domain_name               = "api.alb-service-complete.example.com"
  subject_alternative_names = ["office.alb-service-complete.example.com", "preview.alb-service-complete.example.com"]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "alb" {
  source = "../../../alb"

  name        = "example-alb-svc-complete"
  access_logs = null
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  login       = true
  more_ports  = { admin = 8443 }
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

resource "aws_security_group" "instances" {
  #checkov:skip=CKV2_AWS_5: an example without instances
  name        = "example-alb-service-complete-instances"
  description = "Instances of the users service."
  vpc_id      = module.network.id
}

module "users" {
  source = "../.."

  name                   = "example-alb-service-complete-users"
  alarm_actions          = [aws_sns_topic.alarms.arn]
  alarm_error_percent    = 1
  alarm_latency_seconds  = 0.5
  deregistration_seconds = 60
  health_check           = { path = "/ready", port = 8081, codes = "200,204" }
  listener               = module.alb
  port                   = 8443
  protocol               = "HTTPS"
  protocol_version       = "HTTP2"
  security_group         = aws_security_group.instances
  slow_start_seconds     = 60
  sticky                 = { seconds = 600 }
  target_type            = "instance"

  routes = {
    api = {
      priority = 20
      hosts    = ["api.alb-service-complete.example.com"]
      paths    = ["/users", "/users/*"]
      weight   = 90
      others   = { next = { service = module.users_next, weight = 10 } }
    }
  }

  tags = { Service = "users" }
}

module "users_next" {
  source = "../.."

  name     = "example-alb-service-complete-users-next"
  listener = module.alb
  routes   = { testers = { priority = 10, headers = { x-version = ["next"] } } }
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name    = "example-alb-service-complete"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  alias   = {}
}

module "function_next" {
  source = "../../../../serverless/lambda-function"

  name    = "example-alb-service-complete-next"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "echo" {
  source = "../.."

  name     = "example-alb-service-complete-echo"
  function = module.function
  listener = module.alb

  routes = {
    all = { priority = 31, paths = ["/echo/*"] }
    read = {
      priority = 30
      paths    = ["/echo"]
      methods  = ["GET", "HEAD"]
      weight   = 75
      others   = { next = { service = module.echo_next, weight = 25 } }
    }
  }
}

# On a port of its own.
module "admin" {
  source = "../.."

  name     = "example-alb-service-complete-admin"
  listener = module.alb.listeners["admin"]
  routes   = { all = { priority = 1, hosts = ["api.alb-service-complete.example.com"] } }
  sticky   = { cookie = "session" }
}

module "echo_next" {
  source = "../.."

  name     = "example-alb-service-complete-echo-next"
  function = module.function_next
  listener = module.alb

  routes = {
    preview = { priority = 6, hosts = ["preview.alb-service-complete.example.com"] }
    testers = { priority = 5, headers = { x-echo = ["next"] } }
    asked   = { priority = 7, queries = { version = ["next", "beta*"] } }
    near    = { priority = 8, paths = ["/near"], sources = ["127.0.0.0/8"] }
    far     = { priority = 9, paths = ["/far"], sources = ["203.0.113.0/24", "2001:db8::/32"] }
  }
}

resource "aws_cognito_user_pool" "this" {
  name = "example-alb-service-complete"
}

resource "aws_cognito_user_pool_client" "this" {
  name                                 = "alb"
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_scopes                 = ["openid"]
  callback_urls                        = ["https://office.alb-service-complete.example.com/oauth2/idpresponse"]
  generate_secret                      = true
  supported_identity_providers         = ["COGNITO"]
  user_pool_id                         = aws_cognito_user_pool.this.id
}

resource "aws_cognito_user_pool_domain" "this" {
  domain       = "example-alb-service-complete"
  user_pool_id = aws_cognito_user_pool.this.id
}

module "office" {
  source = "../.."

  name     = "example-alb-service-complete-office"
  listener = module.alb

  routes = {
    all = {
      priority = 40
      hosts    = ["office.alb-service-complete.example.com"]
      login = {
        client_id     = aws_cognito_user_pool_client.this.id
        domain        = aws_cognito_user_pool_domain.this.domain
        user_pool_arn = aws_cognito_user_pool.this.arn
      }
    }
  }
}

output "alb" {
  value = module.alb
}

output "function" {
  value = module.function
}

output "services" {
  value = {
    admin      = module.admin
    echo       = module.echo
    echo_next  = module.echo_next
    office     = module.office
    users      = module.users
    users_next = module.users_next
  }
}
