# The account knows the issuer already, from another repository's roles.
resource "aws_iam_openid_connect_provider" "existing" {
  client_id_list = ["https://gitlab.example.org"]
  url            = "https://gitlab.example.org"
}

module "roles" {
  source = "../.."

  name               = "example-deploy-existing"
  existing_providers = { gitlab = aws_iam_openid_connect_provider.existing }
  gitlab             = { project = "your-group/existing", url = "https://gitlab.example.org" }

  environments = {
    dev = {
      policy = file("${path.module}/../minimal/policy.json")
      state  = { bucket = "example-deploy-state", key = "existing.tfstate" }
    }
  }
}

output "roles" {
  value = module.roles
}
