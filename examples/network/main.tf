# The smallest network that a module's example can stand in, as `network/vpc` gives it: three subnets that are every
# tier at
# once. Nothing goes in or out. Yours is `network/vpc`.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

variable "name" {
  description = "Name of the VPC and its subnets."
  type        = string
  nullable    = false
}

locals {
  cidr = "10.0.0.0/24"
  ids  = { for zone, subnet in aws_subnet.this : zone => subnet.id }
}

resource "aws_vpc" "this" {
  #checkov:skip=CKV2_AWS_11: nothing flows in it
  #checkov:skip=CKV2_AWS_12: its default security group is nobody's, and examples end soon
  cidr_block           = local.cidr
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

resource "aws_subnet" "this" {
  for_each = { a = 0, b = 1, c = 2 }

  availability_zone = "${split(":", aws_vpc.this.arn)[3]}${each.key}"
  cidr_block        = cidrsubnet(local.cidr, 2, each.value)
  vpc_id            = aws_vpc.this.id

  tags = { Name = "${var.name}-${each.key}" }
}

output "cidr" {
  description = "IPv4 range of the VPC."
  value       = local.cidr
}

output "database_subnet_ids" {
  description = "Subnets by zone letter."
  value       = local.ids
}

output "id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Subnets by zone letter."
  value       = local.ids
}

output "public_subnet_ids" {
  description = "Subnets by zone letter."
  value       = local.ids
}
