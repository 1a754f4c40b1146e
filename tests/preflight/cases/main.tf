# Applied on the local AWS, then planned and applied with `next`: what AWS refuses of it, and what it does not.
# A resource whose name begins with `fine_` is the allowed twin of the one before it.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "next" {
  description = "whether what is refused is asked for"
  type        = bool
}

locals {
  before = var.next ? 0 : 1
  later  = var.next ? 1 : 0

  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "terraform_data" "next" {
  input = var.next
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_subnet" "other" {
  vpc_id            = aws_vpc.other.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "plain" {
  name   = "preflight-plain"
  vpc_id = aws_vpc.this.id
}

resource "aws_lb" "this" {
  name     = "preflight"
  internal = true
  subnets  = [aws_subnet.a.id, aws_subnet.b.id]
}

resource "aws_iam_role" "plain" {
  name               = "preflight-plain"
  assume_role_policy = local.trust
}
