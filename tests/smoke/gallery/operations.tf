module "kms_key_complete" {
  source = "../../../modules/operations/kms-key/examples/complete"
}

output "kms_key_complete" {
  value = module.kms_key_complete
}

module "kms_key_minimal" {
  source = "../../../modules/operations/kms-key/examples/minimal"
}

output "kms_key_minimal" {
  value = module.kms_key_minimal
}
