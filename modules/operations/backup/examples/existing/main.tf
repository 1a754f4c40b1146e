# Resources that Terraform elsewhere made are named by their ARNs; a vault without a lock can be emptied again.
resource "aws_dynamodb_table" "existing" {
  #checkov:skip=PLATFORM_ENCRYPTION: represents a table that exists already
  #checkov:skip=PLATFORM_PITR: the module below backs it up
  #checkov:skip=CKV_AWS_119: it stands for a table that is there already
  #checkov:skip=CKV_AWS_28: the module below backs it up
  name         = "example-backup-existing"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

module "backup" {
  source = "../.."

  name  = "example-backup-existing"
  lock  = null
  plans = { weekly = { resources = [aws_dynamodb_table.existing.arn], schedule = "cron(0 3 ? * SUN *)" } }
}

output "backup" {
  value = module.backup
}
