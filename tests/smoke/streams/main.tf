# Streams as they are, and as they are after everything of them was changed that may change in place.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

variable "next" {
  type = bool
}

module "key" {
  source = "../../../modules/operations/kms-key"

  name                 = "streams"
  deletion_window_days = 7
}

module "provisioned" {
  source = "../../../modules/messaging/kinesis-stream"

  name            = "streams-provisioned"
  consumers       = var.next ? ["mail", "search"] : ["mail"]
  kms_key         = var.next ? module.key : null
  retention_hours = var.next ? 48 : 24
  shards          = var.next ? 2 : 1
  tags            = var.next ? { Service = "orders" } : {}
}

module "on_demand" {
  source = "../../../modules/messaging/kinesis-stream"

  name   = "streams-on-demand"
  shards = var.next ? null : 1
}
