resource "aws_vpc" "this" {
  cidr_block = "10.20.0.0/24"
}

resource "aws_security_group" "this" {
  name   = "probe-lattice"
  vpc_id = aws_vpc.this.id
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/probe/lattice"
}

resource "aws_vpclattice_service_network" "this" {
  name      = "probe"
  auth_type = "AWS_IAM"
  tags      = { team = "probe" }
}

resource "aws_vpclattice_service_network_vpc_association" "this" {
  service_network_identifier = aws_vpclattice_service_network.this.id
  vpc_identifier             = aws_vpc.this.id
  security_group_ids         = [aws_security_group.this.id]
  tags                       = { team = "probe" }
}

resource "aws_vpclattice_service" "this" {
  name      = "probe"
  auth_type = "AWS_IAM"
  tags      = { team = "probe" }
}

resource "aws_vpclattice_service_network_service_association" "this" {
  service_identifier         = aws_vpclattice_service.this.id
  service_network_identifier = aws_vpclattice_service_network.this.id
  tags                       = { team = "probe" }
}

resource "aws_vpclattice_target_group" "this" {
  for_each = toset(["current", "next"])

  name = "probe-${each.key}"
  type = "IP"
  tags = { team = "probe" }

  config {
    port             = 8080
    protocol         = "HTTP"
    protocol_version = "HTTP1"
    vpc_identifier   = aws_vpc.this.id

    health_check {
      path = "/health"
    }
  }
}

resource "aws_vpclattice_target_group_attachment" "this" {
  target_group_identifier = aws_vpclattice_target_group.this["current"].id

  target {
    id   = "10.20.0.10"
    port = 8080
  }
}

resource "aws_vpclattice_target_group" "function" {
  name = "probe-function"
  type = "LAMBDA"
}

resource "aws_vpclattice_listener" "this" {
  name               = "http"
  protocol           = "HTTP"
  port               = 80
  service_identifier = aws_vpclattice_service.this.id
  tags               = { team = "probe" }

  default_action {
    forward {
      target_groups {
        target_group_identifier = aws_vpclattice_target_group.this["current"].id
        weight                  = 90
      }
      target_groups {
        target_group_identifier = aws_vpclattice_target_group.this["next"].id
        weight                  = 10
      }
    }
  }
}

resource "aws_vpclattice_listener_rule" "this" {
  name                = "beta"
  listener_identifier = aws_vpclattice_listener.this.listener_id
  service_identifier  = aws_vpclattice_service.this.id
  priority            = 10
  tags                = { team = "probe" }

  match {
    http_match {
      method = "GET"

      header_matches {
        name           = "x-beta"
        case_sensitive = false

        match {
          exact = "yes"
        }
      }

      path_match {
        case_sensitive = true

        match {
          prefix = "/orders"
        }
      }
    }
  }

  action {
    forward {
      target_groups {
        target_group_identifier = aws_vpclattice_target_group.this["next"].id
        weight                  = 100
      }
    }
  }
}

resource "aws_vpclattice_auth_policy" "this" {
  for_each = { network = aws_vpclattice_service_network.this.arn, service = aws_vpclattice_service.this.arn }

  resource_identifier = each.value

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "vpc-lattice-svcs:Invoke"
      Resource  = "*"
      Condition = { StringNotEqualsIgnoreCase = { "aws:PrincipalType" = "anonymous" } }
    }]
  })
}

resource "aws_vpclattice_access_log_subscription" "this" {
  resource_identifier = aws_vpclattice_service_network.this.id
  destination_arn     = aws_cloudwatch_log_group.this.arn
  tags                = { team = "probe" }
}
