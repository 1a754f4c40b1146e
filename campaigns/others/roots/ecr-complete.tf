data "aws_caller_identity" "this" {}
resource "aws_ecr_repository" "this" {
  name                 = "app/complete"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = true
  encryption_configuration {
    encryption_type = "KMS"
  }
  image_scanning_configuration {
    scan_on_push = true
  }
}
resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Keep 30"
      selection    = { tagStatus = "tagged", tagPrefixList = ["v"], countType = "imageCountMoreThan", countNumber = 30 }
      action       = { type = "expire" }
    }]
  })
}
resource "aws_ecr_repository_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "read"
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.this.arn }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "replicate"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = ["ecr:ReplicateImage"]
      Resource  = ["arn:aws:ecr:eu-west-1:000000000000:repository/*"]
    }]
  })
}
resource "aws_ecr_pull_through_cache_rule" "this" {
  for_each              = { "ecr-public" = "public.ecr.aws", quay = "quay.io", k8s = "registry.k8s.io" }
  ecr_repository_prefix = each.key
  upstream_registry_url = each.value
}
resource "aws_secretsmanager_secret" "this" {
  name                    = "ecr-pullthroughcache/dockerhub"
  recovery_window_in_days = 0
}
resource "aws_ecr_pull_through_cache_rule" "docker" {
  ecr_repository_prefix = "docker-hub"
  upstream_registry_url = "registry-1.docker.io"
  credential_arn        = aws_secretsmanager_secret.this.arn
}
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"
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
        registry_id = data.aws_caller_identity.this.account_id
      }
      repository_filter {
        filter      = "prod-microservice"
        filter_type = "PREFIX_MATCH"
      }
    }
  }
}
resource "aws_ecrpublic_repository" "this" {
  provider        = aws.us
  repository_name = "public"
  catalog_data {
    about_text        = "# about"
    architectures     = ["ARM"]
    description       = "x"
    operating_systems = ["Linux"]
    usage_text        = "# usage"
  }
  force_destroy = true
}
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
data "aws_ecr_repository" "this" {
  name = aws_ecr_repository.this.name
}
data "aws_ecr_authorization_token" "this" {}
data "aws_ecr_repositories" "all" {}
data "aws_ecr_lifecycle_policy_document" "this" {
  rule {
    priority = 1
    selection {
      tag_status   = "untagged"
      count_type   = "imageCountMoreThan"
      count_number = 10
    }
  }
}
data "aws_ecr_pull_through_cache_rule" "this" {
  ecr_repository_prefix = aws_ecr_pull_through_cache_rule.this["quay"].ecr_repository_prefix
}
