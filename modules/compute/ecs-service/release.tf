# Who releases. Terraform: `image` is what runs. A pipeline: it writes the image to this parameter, and `image` is
# only the
# first. Reading the parameter back, Terraform always describes the image that was released last.
locals {
  image = var.released_by == "pipeline" ? aws_ssm_parameter.image[0].insecure_value : var.image
}

resource "aws_ssm_parameter" "image" {
  #checkov:skip=CKV2_AWS_34: an image's address is no secret
  count = var.released_by == "pipeline" ? 1 : 0

  name           = "/ecs/${var.name}/image"
  description    = "The image of ${var.name} that was released last."
  insecure_value = var.image
  type           = "String"

  tags = var.tags

  lifecycle {
    ignore_changes = [insecure_value]
  }
}
