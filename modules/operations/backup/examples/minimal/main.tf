# Everything tagged `Backup = "daily"` is backed up every night and stays for five weeks.
module "backup" {
  source = "../.."

  name  = "example-backup-minimal"
  plans = { daily = { tags = { Backup = "daily" } } }
}

output "backup" {
  value = module.backup
}
