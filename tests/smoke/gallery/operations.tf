module "chaos_complete" {
  source = "../../../modules/operations/chaos/examples/complete"

  depends_on = [terraform_data.ready]
}

output "chaos_complete" {
  value = module.chaos_complete
}

module "chaos_minimal" {
  source = "../../../modules/operations/chaos/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "chaos_minimal" {
  value = module.chaos_minimal
}

module "tracing_complete" {
  source = "../../../modules/operations/tracing/examples/complete"

  depends_on = [terraform_data.ready]
}

output "tracing_complete" {
  value = module.tracing_complete
}

module "tracing_minimal" {
  source = "../../../modules/operations/tracing/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "tracing_minimal" {
  value = module.tracing_minimal
}

module "logs_complete" {
  source = "../../../modules/operations/logs/examples/complete"

  depends_on = [terraform_data.ready]
}

output "logs_complete" {
  value = module.logs_complete
}

module "logs_existing" {
  source = "../../../modules/operations/logs/examples/existing"

  depends_on = [terraform_data.ready]
}

output "logs_existing" {
  value = module.logs_existing
}

module "logs_minimal" {
  source = "../../../modules/operations/logs/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "logs_minimal" {
  value = module.logs_minimal
}

module "dashboard_complete" {
  source = "../../../modules/operations/dashboard/examples/complete"

  depends_on = [terraform_data.ready]
}

output "dashboard_complete" {
  value = module.dashboard_complete
}

module "dashboard_minimal" {
  source = "../../../modules/operations/dashboard/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "dashboard_minimal" {
  value = module.dashboard_minimal
}

module "alarms_complete" {
  source = "../../../modules/operations/alarms/examples/complete"

  depends_on = [terraform_data.ready]
}

output "alarms_complete" {
  value = module.alarms_complete
}

module "alarms_existing" {
  source = "../../../modules/operations/alarms/examples/existing"

  depends_on = [terraform_data.ready]
}

output "alarms_existing" {
  value = module.alarms_existing
}

module "alarms_minimal" {
  source = "../../../modules/operations/alarms/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "alarms_minimal" {
  value = module.alarms_minimal
}

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

module "iam_role_complete" {
  source = "../../../modules/operations/iam-role/examples/complete"

  depends_on = [terraform_data.ready]
}

output "iam_role_complete" {
  value = module.iam_role_complete
}

module "iam_role_existing" {
  source = "../../../modules/operations/iam-role/examples/existing"

  depends_on = [terraform_data.ready]
}

output "iam_role_existing" {
  value = module.iam_role_existing
}

module "iam_role_minimal" {
  source = "../../../modules/operations/iam-role/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "iam_role_minimal" {
  value = module.iam_role_minimal
}

module "secret_complete" {
  source = "../../../modules/operations/secret/examples/complete"

  depends_on = [terraform_data.ready]
}

output "secret_complete" {
  value = module.secret_complete
}

module "secret_database" {
  source = "../../../modules/operations/secret/examples/database"

  depends_on = [terraform_data.ready]
}

output "secret_database" {
  value = module.secret_database
}

module "secret_existing" {
  source = "../../../modules/operations/secret/examples/existing"

  depends_on = [terraform_data.ready]
}

output "secret_existing" {
  value = module.secret_existing
}

module "secret_minimal" {
  source = "../../../modules/operations/secret/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "secret_minimal" {
  value = module.secret_minimal
}

module "audit_complete" {
  source = "../../../modules/operations/audit/examples/complete"

  depends_on = [terraform_data.ready]
}

output "audit_complete" {
  value = module.audit_complete
}

module "audit_existing" {
  source = "../../../modules/operations/audit/examples/existing"

  depends_on = [terraform_data.ready]
}

output "audit_existing" {
  value = module.audit_existing
}

module "audit_minimal" {
  source = "../../../modules/operations/audit/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "audit_minimal" {
  value = module.audit_minimal
}

module "backup_complete" {
  source = "../../../modules/operations/backup/examples/complete"

  depends_on = [terraform_data.ready]
}

output "backup_complete" {
  value = module.backup_complete
}

module "backup_existing" {
  source = "../../../modules/operations/backup/examples/existing"

  depends_on = [terraform_data.ready]
}

output "backup_existing" {
  value = module.backup_existing
}

module "backup_minimal" {
  source = "../../../modules/operations/backup/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "backup_minimal" {
  value = module.backup_minimal
}

module "budget_complete" {
  source = "../../../modules/operations/budget/examples/complete"

  depends_on = [terraform_data.ready]
}

output "budget_complete" {
  value = module.budget_complete
}

module "budget_minimal" {
  source = "../../../modules/operations/budget/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "budget_minimal" {
  value = module.budget_minimal
}

module "certificate_complete" {
  source = "../../../modules/operations/certificate/examples/complete"

  depends_on = [terraform_data.ready]
}

output "certificate_complete" {
  value = module.certificate_complete
}

module "certificate_minimal" {
  source = "../../../modules/operations/certificate/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "certificate_minimal" {
  value = module.certificate_minimal
}

module "deploy_roles_complete" {
  source = "../../../modules/operations/deploy-roles/examples/complete"

  depends_on = [terraform_data.ready]
}

output "deploy_roles_complete" {
  value = module.deploy_roles_complete
}

module "deploy_roles_existing" {
  source = "../../../modules/operations/deploy-roles/examples/existing"

  depends_on = [terraform_data.ready]
}

output "deploy_roles_existing" {
  value = module.deploy_roles_existing
}

module "deploy_roles_minimal" {
  source = "../../../modules/operations/deploy-roles/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "deploy_roles_minimal" {
  value = module.deploy_roles_minimal
}
