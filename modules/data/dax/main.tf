resource "aws_dax_cluster" "this" {
  cluster_name                     = var.name
  cluster_endpoint_encryption_type = "TLS"
  description                      = "Cache in front of DynamoDB: ${var.name}."
  iam_role_arn                     = aws_iam_role.this.arn
  maintenance_window               = var.maintenance_window
  node_type                        = var.node_type
  parameter_group_name             = aws_dax_parameter_group.this.id
  replication_factor               = var.nodes
  security_group_ids               = [aws_security_group.this.id]
  subnet_group_name                = aws_dax_subnet_group.this.id

  server_side_encryption {
    enabled = true
  }

  tags = var.tags

  # DAX tries the role when the cluster is made.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_dax_parameter_group" "this" {
  name        = var.name
  description = "For how long ${var.name} keeps what it read."

  parameters {
    name  = "query-ttl-millis"
    value = var.query_ttl_seconds * 1000
  }

  parameters {
    name  = "record-ttl-millis"
    value = var.item_ttl_seconds * 1000
  }
}

resource "aws_dax_subnet_group" "this" {
  name        = var.name
  description = "Where ${var.name} stands."
  subnet_ids  = values(var.network.private_subnet_ids)
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-dax-"
  description = "The DAX cluster ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-dax" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  description                  = each.key
  from_port                    = 9111
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = 9111

  tags = var.tags
}

# What DAX may do with the tables, for all of its clients.
resource "aws_iam_role" "this" {
  name_prefix        = "${var.name}-dax-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  description        = "What the DAX cluster ${var.name} may do."

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "tables"
  policy = data.aws_iam_policy_document.tables.json
  role   = aws_iam_role.this.name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["dax.amazonaws.com"]
    }
  }
}

locals {
  # Those with the same actions and conditions are one: nine tables with a key each outgrew the 10,240 characters of a
  # role's policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  statements = [
    for same in {
      for statement in flatten(var.grants) : jsonencode([statement.actions, statement.conditions]) => statement...
    } :

    { actions = same[0].actions, conditions = same[0].conditions, resources = flatten(same[*].resources) }
  ]
}

data "aws_iam_policy_document" "tables" {
  dynamic "statement" {
    for_each = local.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          values   = condition.value.values
          variable = condition.value.variable
        }
      }
    }
  }
}
