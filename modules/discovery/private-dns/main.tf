resource "aws_route53_zone" "this" {
  name          = var.name
  comment       = var.description
  force_destroy = var.force_destroy

  dynamic "vpc" {
    for_each = var.networks

    content {
      vpc_id = vpc.value.id
    }
  }

  tags = var.tags
}
