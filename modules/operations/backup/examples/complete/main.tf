# Nightly and monthly backups with copies in a second region, a restore test every Sunday, and a key of its own.
module "key" {
  source = "../../../kms-key"

  name = "example-backup-complete"
}

module "alarms" {
  source = "../../../../messaging/sns-topic"

  name = "example-backup-complete"
}

module "table" {
  source = "../../../../data/dynamodb-table"

  name                = "example-backup-complete"
  deletion_protection = false
  partition_key       = { name = "id" }
  tags                = { Backup = "daily" }
}

data "aws_caller_identity" "this" {}

locals {
  # Yours is another call of this module, with the other region's provider: `vault = module.backup_elsewhere`.
  elsewhere = { arn = "arn:aws:backup:eu-central-1:${data.aws_caller_identity.this.account_id}:backup-vault:shop" }
}

module "backup" {
  source = "../.."

  name          = "example-backup-complete"
  alarm_actions = [module.alarms.arn]
  kms_key       = module.key
  lock          = { final_after_days = 30, max_days = 400, min_days = 7 }

  plans = {
    daily = {
      continuous     = true
      copies         = { elsewhere = { vault = local.elsewhere, retention_days = 14 } }
      end_minutes    = 300
      resources      = [module.table.arn]
      retention_days = 30
      schedule       = "cron(30 1 ? * * *)"
      start_minutes  = 90
      tags           = { Backup = "daily", Data = "orders" }
      timezone       = "Europe/Dublin"
    }
    monthly = {
      cold_after_days = 30
      copies          = { elsewhere = { vault = local.elsewhere } }
      retention_days  = 365
      schedule        = "cron(0 3 1 * ? *)"
      tags            = { Backup = "daily" }
    }
  }

  restore_testing = {
    schedule         = "cron(0 6 ? * SUN *)"
    start_hours      = 4
    timezone         = "Europe/Dublin"
    types            = ["DynamoDB", "S3"]
    validation_hours = 2
    window_days      = 7
  }

  tags = { Service = "platform" }
}

output "backup" {
  value = module.backup
}

output "table" {
  value = module.table
}
