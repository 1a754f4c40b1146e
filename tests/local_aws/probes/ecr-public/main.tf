provider "aws" {
  region = "us-east-1"
}

data "aws_ecrpublic_authorization_token" "this" {
}

resource "aws_ecrpublic_repository" "this" {
  repository_name = "probe"
  catalog_data {
    description       = "A probe."
    operating_systems = ["Linux"]
  }
}

resource "aws_ecrpublic_repository_policy" "this" {
  repository_name = aws_ecrpublic_repository.this.repository_name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "pull", Effect = "Allow", Principal = "*", Action = "ecr-public:DescribeImages" }]
  })
}
