data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  # For arguments that force replacement: Terraform defers data sources when what the module depends on changes.
  own_region = split(":", aws_vpc.this.arn)[3]
}

# The main route table and the default network ACL stay as AWS makes them: no subnet here uses them.
resource "aws_vpc" "this" {
  assign_generated_ipv6_cidr_block = var.ipv6
  cidr_block                       = var.cidr
  enable_dns_hostnames             = true
  enable_dns_support               = true
  ipv4_ipam_pool_id                = try(var.ipam_pool.id, null)

  tags = merge(var.tags, { Name = var.name })

  # A pool finds the ranges of VPCs that are there by itself.
  lifecycle {
    ignore_changes = [ipv4_ipam_pool_id]
  }
}

# Whatever is made without naming a security group gets this one, which lets nothing in or out.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-default-locked" })
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = var.name })
}

# Lets IPv6 connections out of the private tier, and none in.
resource "aws_egress_only_internet_gateway" "this" {
  count = var.ipv6 ? 1 : 0

  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = var.name })
}
