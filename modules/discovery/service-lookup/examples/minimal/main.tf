# Usually in another state or repository: `name = "/example/service-lookup-minimal/users"`.
module "published" {
  source = "../../../service-parameters"

  name    = "/example/service-lookup-minimal/users"
  address = { host = "users.example.com", port = 443, protocol = "https", url = "https://users.example.com" }
}

module "users" {
  source = "../.."

  name = module.published.name

  # Only here, where it is published by the same apply.
  depends_on = [module.published]
}

output "users" {
  value = module.users
}
