# An environment of a team that has its own roots, and takes nothing but the harness.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }

  backend "s3" {
    bucket       = "orders-dev-terraform-state"
    key          = "orders.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      CostCenter  = "orders"
      Environment = "dev"
      Service     = "orders"
    }
  }
}

locals {
  protected = false
}

variable "memory" {
  description = "MB of a task"
  type        = number
  default     = 512
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.orders.arn
  }
}

resource "aws_kms_key" "orders" {
  description             = "orders"
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "kms:*"
      Resource  = "*"
      Principal = { AWS = "arn:aws:iam::000000000000:root" }
    }]
  })
}

resource "aws_ecs_task_definition" "orders" {
  #checkov:skip=CKV_AWS_249:it has neither role
  family                   = "orders"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = var.memory

  container_definitions = jsonencode([
    { name = "orders", image = "orders", essential = true, readonlyRootFilesystem = true }
  ])
}

resource "aws_apigatewayv2_api" "orders" {
  name          = "orders"
  protocol_type = "HTTP"
}

output "table" {
  description = "name of the table"
  value       = aws_dynamodb_table.orders.name
}

output "url" {
  description = "where the API answers"
  value       = aws_apigatewayv2_api.orders.api_endpoint
}
