# Two environments of a project on GitLab, with an encrypted state. What its pipelines make is bound by a policy.
module "key" {
  source = "../../../kms-key"

  name = "example-deploy-complete"
}

resource "aws_iam_policy" "bounds" {
  name   = "example-deploy-bounds"
  policy = data.aws_iam_policy_document.bounds.json
}

data "aws_iam_policy_document" "bounds" {
  statement {
    actions   = ["sqs:ReceiveMessage", "sqs:SendMessage"]
    resources = ["arn:aws:sqs:*:*:shop-*"]
  }
}

module "roles" {
  source = "../.."

  name                 = "example-deploy-complete"
  gitlab               = { project = "your-group/shop", url = "https://gitlab.example.com" }
  permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
  required_boundary    = aws_iam_policy.bounds
  session_seconds      = 7200

  environments = {
    prod = {
      branch = "release"
      policy = file("${path.module}/../minimal/policy.json")
      state  = { bucket = "example-deploy-state", key = "prod.tfstate", kms_key = module.key }
    }
    staging = {
      policy = file("${path.module}/../minimal/policy.json")
      state  = { bucket = "example-deploy-state", key = "staging.tfstate", kms_key = module.key }
    }
  }

  tags = { Service = "platform" }
}

output "roles" {
  value = module.roles
}
