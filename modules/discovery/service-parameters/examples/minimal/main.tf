module "users" {
  source = "../.."

  name    = "/example/service-parameters-minimal/users"
  address = { host = "users.example.com", port = 443, protocol = "https", url = "https://users.example.com" }
}

output "users" {
  value = module.users
}
