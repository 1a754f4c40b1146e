data "aws_caller_identity" "this" {}

resource "aws_vpclattice_service_network" "this" {
  name      = var.name
  auth_type = "AWS_IAM"

  tags = var.tags
}

# Who may call at all; each service says who may call it. A request that is not signed has no account.
resource "aws_vpclattice_auth_policy" "this" {
  resource_identifier = aws_vpclattice_service_network.this.arn
  policy              = data.aws_iam_policy_document.this.json
}

data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["vpc-lattice-svcs:Invoke"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalAccount"
      values   = concat([data.aws_caller_identity.this.account_id], var.accounts)
    }
  }
}

resource "aws_vpclattice_service_network_vpc_association" "this" {
  for_each = var.networks

  security_group_ids         = [aws_security_group.this[each.key].id]
  service_network_identifier = aws_vpclattice_service_network.this.id
  vpc_identifier             = each.value.network.id

  tags = var.tags
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: who called whom is asked within weeks; the caller keeps it for longer
  count = var.log == null ? 0 : 1

  name              = "/aws/vpclattice/${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_vpclattice_access_log_subscription" "this" {
  count = var.log == null ? 0 : 1

  destination_arn     = aws_cloudwatch_log_group.this[0].arn
  resource_identifier = aws_vpclattice_service_network.this.id

  tags = var.tags
}
