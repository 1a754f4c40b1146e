# Keeps connections open and hands them out: functions and containers that come and go do not use them up.
locals {
  proxy_secrets = var.proxy == null ? {} : merge({ master = { arn = local.secret_arn } }, var.proxy.secrets)
}

resource "aws_db_proxy" "this" {
  count = var.proxy == null ? 0 : 1

  name                   = var.name
  debug_logging          = false
  engine_family          = local.engine.proxy
  idle_client_timeout    = var.proxy.idle_seconds
  require_tls            = true
  role_arn               = aws_iam_role.proxy[0].arn
  vpc_security_group_ids = [aws_security_group.this.id]
  vpc_subnet_ids         = values(var.network.database_subnet_ids)

  dynamic "auth" {
    for_each = local.proxy_secrets

    content {
      auth_scheme               = "SECRETS"
      client_password_auth_type = local.engine.proxy_password
      description               = auth.key
      iam_auth                  = var.proxy.iam_required ? "REQUIRED" : "DISABLED"
      secret_arn                = auth.value.arn
    }
  }

  tags = var.tags

  # RDS cannot move a proxy to other subnets: a zone more in the network would replace it, and end its connections.
  lifecycle {
    ignore_changes = [vpc_subnet_ids]
  }

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.proxy]
}

resource "aws_db_proxy_default_target_group" "this" {
  count = var.proxy == null ? 0 : 1

  db_proxy_name = aws_db_proxy.this[0].name

  connection_pool_config {
    connection_borrow_timeout    = var.proxy.borrow_seconds
    max_connections_percent      = var.proxy.connections_percent
    max_idle_connections_percent = var.proxy.idle_percent
  }
}

resource "aws_db_proxy_target" "this" {
  count = var.proxy == null ? 0 : 1

  db_cluster_identifier  = local.proxied.cluster
  db_instance_identifier = local.proxied.instance
  db_proxy_name          = aws_db_proxy.this[0].name
  target_group_name      = aws_db_proxy_default_target_group.this[0].name
}

resource "aws_iam_role" "proxy" {
  count = var.proxy == null ? 0 : 1

  name_prefix        = "${substr(var.name, 0, 31)}-proxy-"
  description        = "The proxy of ${var.name} reads the secrets that it signs in with."
  assume_role_policy = data.aws_iam_policy_document.proxy_trust[0].json

  tags = var.tags
}

data "aws_iam_policy_document" "proxy_trust" {
  count = var.proxy == null ? 0 : 1

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "proxy" {
  count = var.proxy == null ? 0 : 1

  name   = "secrets"
  role   = aws_iam_role.proxy[0].name
  policy = data.aws_iam_policy_document.proxy[0].json
}

data "aws_iam_policy_document" "proxy" {
  count = var.proxy == null ? 0 : 1

  statement {
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = [for secret in local.proxy_secrets : secret.arn]
  }

  dynamic "statement" {
    for_each = var.kms_key == null ? [] : [var.kms_key.arn]

    content {
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${data.aws_region.this.id}.amazonaws.com"]
      }
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "proxy" {
  count = var.proxy == null ? 0 : 1

  description                  = "The proxy"
  from_port                    = local.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.this.id
  security_group_id            = aws_security_group.this.id
  to_port                      = local.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "proxy" {
  count = var.proxy == null ? 0 : 1

  description                  = "From the proxy to the database"
  from_port                    = local.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.this.id
  security_group_id            = aws_security_group.this.id
  to_port                      = local.port

  tags = var.tags
}
