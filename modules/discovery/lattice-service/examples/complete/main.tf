# Users moves to a new version, a tenth of the requests at a time, under a domain of its own; only orders may call it.
# Payments ends TLS itself.
module "network" {
  source = "../../../../../examples/network"

  name = "example-lattice-service-complete"
}

module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-lattice-service-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-lattice-service-complete"
  kms_master_key_id = module.key.arn
}

resource "aws_acm_certificate" "this" {
  domain_name       = "users.lattice-service-complete.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "lattice" {
  source = "../../../lattice"

  name     = "example-lattice-service-complete"
  log      = null
  networks = { this = { network = module.network } }
}

module "reports" {
  source = "../../../../serverless/lambda-function"

  name    = "example-lattice-service-complete-reports"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

# The role of the orders service.
resource "aws_iam_role" "orders" {
  name = "example-lattice-service-complete"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "orders" {
  role = aws_iam_role.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for grant in module.users.grants.invoke :
      { Effect = "Allow", Action = grant.actions, Resource = grant.resources }
    ]
  })
}

module "users" {
  source = "../.."

  name          = "example-users"
  alarm_actions = [aws_sns_topic.alarms.arn]
  alarm_errors  = 5
  callers       = { orders = { role_arn = aws_iam_role.orders.arn } }
  domain = {
    name        = "users.lattice-service-complete.example.com"
    certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  }
  forward  = { blue = 90, green = 10 }
  lattices = { shop = module.lattice }

  routes = {
    reports = { priority = 10, method = "GET", path = "/reports/*", forward = { reports = 1 } }
    testers = { priority = 20, headers = { x-version = "green" }, forward = { green = 1 } }
  }

  targets = {
    blue    = { network = module.network, addresses = { one = "10.12.0.7", two = "10.12.1.7" } }
    green   = { network = module.network, health_check = { codes = "200-299", path = "/ready" } }
    reports = { function = module.reports }
  }

  tags = { Service = "users" }
}

module "payments" {
  source = "../.."

  name     = "example-payments"
  forward  = { payments = 1 }
  lattices = { shop = module.lattice }
  protocol = "tls"
  targets  = { payments = { network = module.network, addresses = { one = "10.12.0.8" }, port = 8443 } }
  domain   = { name = "payments.lattice-service-complete.example.com" }
}

output "payments" {
  value = module.payments
}

output "role_arn" {
  value = aws_iam_role.orders.arn
}

output "users" {
  value = module.users
}
