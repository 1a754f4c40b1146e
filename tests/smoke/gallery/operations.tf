module "kms_key_complete" {
  source = "../../../modules/operations/kms-key/examples/complete"

  depends_on = [terraform_data.ready]
}

output "kms_key_complete" {
  value = module.kms_key_complete
}

module "kms_key_minimal" {
  source = "../../../modules/operations/kms-key/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "kms_key_minimal" {
  value = module.kms_key_minimal
}
