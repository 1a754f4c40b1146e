# Two roles for a repository on GitHub: pull requests plan dev, the job in its environment applies it.
module "roles" {
  source = "../.."

  name   = "example-deploy-minimal"
  github = { repository = "your-org/minimal" }

  environments = {
    dev = {
      policy = file("${path.module}/policy.json")
      state  = { bucket = "example-deploy-state", key = "dev.tfstate" }
    }
  }
}

output "roles" {
  value = module.roles
}
