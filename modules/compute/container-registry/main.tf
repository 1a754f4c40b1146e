data "aws_partition" "this" {}

resource "aws_ecr_repository" "this" {
  #checkov:skip=CKV_AWS_136: without a key of the caller's, ECR encrypts with a key of its own
  name                 = var.name
  force_delete         = !var.deletion_protection
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = var.kms_key == null ? "AES256" : "KMS"
    kms_key         = try(var.kms_key.arn, null)
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  tags = var.tags
}

# Rules are taken in the order of their priority, and an image falls under the first that selects it.
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Images without a tag, which nothing deploys"
        action       = { type = "expire" }
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = var.untagged_days
        }
      },
      {
        rulePriority = 2
        description  = "All but the newest"
        action       = { type = "expire" }
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.kept_images }
      },
    ]
  })
}

resource "aws_ecr_repository_policy" "this" {
  count = length(var.pull_accounts) + length(var.functions_of_accounts) > 0 ? 1 : 0

  repository = aws_ecr_repository.this.name
  policy     = data.aws_iam_policy_document.this[0].json
}

data "aws_iam_policy_document" "this" {
  count = length(var.pull_accounts) + length(var.functions_of_accounts) > 0 ? 1 : 0

  dynamic "statement" {
    for_each = length(var.pull_accounts) > 0 ? [var.pull_accounts] : []

    content {
      sid     = "AccountsPull"
      actions = local.pull

      principals {
        type        = "AWS"
        identifiers = [for account in statement.value : "arn:${data.aws_partition.this.partition}:iam::${account}:root"]
      }
    }
  }

  # Lambda pulls in its own name, also after the function was made.
  # https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
  dynamic "statement" {
    for_each = length(var.functions_of_accounts) > 0 ? [var.functions_of_accounts] : []

    content {
      sid     = "FunctionsPull"
      actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

      principals {
        type        = "Service"
        identifiers = ["lambda.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = statement.value
      }
    }
  }
}
