locals {
  # Not distinct(): of ARNs that are not known yet it could not tell how many there are, and the plan would show none.
  statements = flatten([
    var.bucket.grants.read_write,
    [for stream in [var.stream] : stream.grants.consume if stream != null],
    [for transform in [var.transform] : transform.function.grants.invoke if transform != null],
  ])
}

resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 28)}-firehose-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the delivery stream ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "firehose"
  policy = data.aws_iam_policy_document.role.json
  role   = aws_iam_role.this.name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["firehose.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "role" {
  statement {
    sid       = "Logs"
    actions   = ["logs:PutLogEvents"]
    resources = [local.log_stream_arn]
  }

  # https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
  statement {
    sid       = "Bucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [var.bucket.arn]
  }

  # Firehose looks up how long the function may take.
  # https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#access-to-lambda
  dynamic "statement" {
    for_each = var.transform == null ? [] : [var.transform]

    content {
      sid       = "Transform"
      actions   = ["lambda:GetFunctionConfiguration"]
      resources = [statement.value.function.arn]
    }
  }

  dynamic "statement" {
    for_each = local.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}
