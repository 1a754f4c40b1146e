# What a whole registry has, and a repository of it.

data "aws_caller_identity" "current" {
}

resource "aws_ecr_repository" "this" {
  name                 = "probe/app"
  force_delete         = true
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"
  rule {
    scan_frequency = "SCAN_ON_PUSH"
    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "eu-central-1"
        registry_id = data.aws_caller_identity.current.account_id
      }
      repository_filter {
        filter      = "probe"
        filter_type = "PREFIX_MATCH"
      }
    }
  }
}

resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "replicate"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = ["ecr:ReplicateImage"]
      Resource  = "arn:aws:ecr:eu-west-1:${data.aws_caller_identity.current.account_id}:repository/*"
    }]
  })
}

resource "aws_ecr_pull_through_cache_rule" "this" {
  ecr_repository_prefix = "ecr-public"
  upstream_registry_url = "public.ecr.aws"
}

resource "aws_ecr_repository_creation_template" "this" {
  prefix      = "ecr-public"
  applied_for = ["PULL_THROUGH_CACHE"]
  encryption_configuration {
    encryption_type = "AES256"
  }
}

resource "aws_ecr_account_setting" "this" {
  name  = "BASIC_SCAN_TYPE_VERSION"
  value = "AWS_NATIVE"
}

resource "aws_ecr_pull_through_cache_rule" "other" {
  ecr_repository_prefix = "registry-k8s"
  upstream_registry_url = "registry.k8s.io"
}
