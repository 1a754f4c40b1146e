module "certificate" {
  source = "../../../../modules/operations/certificate"

  name = "shop.example.com"
  # zone and validated_by: write exactly one
  validated_by = null
}

module "deploy_roles_of_nobody" {
  source = "../../../../modules/operations/deploy-roles"

  name = "shop"
  # github and gitlab are both missing: write at least one
  github = null
  environments = {
    dev = {
      policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:CreateQueue\",\"Resource\":\"*\"}]}"
      state  = { bucket = "shop-state", key = "dev.tfstate" }
    }
  }
}

module "backup_under_lock" {
  source = "../../../../modules/operations/backup"

  name = "shop"
  # plans has the retention_days [3] and the lock
  plans = { a = { retention_days = 3, tags = { a = "b" } } }
}

module "backup_tests_by_name" {
  source = "../../../../modules/operations/backup"

  name = "shop_prod"
  # restore_testing needs a name of up to 38 letters
  restore_testing = { types = ["S3"] }
}

module "budgets_of_nobody" {
  source = "../../../../modules/operations/budget"

  name = "shop"
  # anomalies is set and nobody is notified: write emails or alarm_actions
  anomalies = {}
  # budgets holds ["a"] and nobody is notified
  budgets = { a = { amount_usd = 1 } }
}

module "certificate_twice" {
  source = "../../../../modules/operations/certificate"

  name = "shop.example.com"
  zone = { zone_id = "Z0" }
  # alternative_names is ["shop.example.com"]: write up to 9 domain names
  alternative_names = ["shop.example.com"]
}
