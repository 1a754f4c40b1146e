# Every example of every module, applied in one run: the provider's fixed waits overlap instead of adding up.
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

  default_tags {
    tags = {
      CostCenter  = "gallery"
      Environment = "gallery"
      Service     = "gallery"
    }
  }
}

# What every example depends on. A plan in which it changes must replace nothing of theirs.
variable "ready" {
  type    = number
  default = 1
}

resource "terraform_data" "ready" {
  input = var.ready
}
