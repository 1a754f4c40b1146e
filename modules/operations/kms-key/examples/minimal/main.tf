# A key for data that services read and write on behalf of their callers.
module "key" {
  source = "../.."

  name = "example-kms-key-minimal"
}

output "key" {
  value = module.key
}
