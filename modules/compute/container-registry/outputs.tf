locals {
  pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
  push = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]

  # Signing in to the registry is an action without a resource.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
  sign_in = { actions = ["ecr:GetAuthorizationToken"], resources = ["*"], conditions = [] }
}

output "arn" {
  description = "ARN of the repository."
  value       = aws_ecr_repository.this.arn
}

output "grants" {
  description = "Least-privilege statements: `pull` images, and `push` them, which a build does."
  value = {
    pull = [local.sign_in, { actions = local.pull, resources = [aws_ecr_repository.this.arn], conditions = [] }]
    push = [
      local.sign_in,
      { actions = concat(local.pull, local.push), resources = [aws_ecr_repository.this.arn], conditions = [] },
    ]
  }
}

output "name" {
  description = "Name of the repository."
  value       = aws_ecr_repository.this.name
}

output "url" {
  description = "Address of the repository. An image is `<url>:<tag>`."
  value       = aws_ecr_repository.this.repository_url
}
