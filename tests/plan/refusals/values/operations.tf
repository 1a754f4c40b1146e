module "backup" {
  source = "../../../../modules/operations/backup"

  name = "shop"
  # lock.final_after_days is 1: write 3 to 36500 days
  lock = { final_after_days = 1 }
}

module "backup_lock" {
  source = "../../../../modules/operations/backup"

  name = "shop"
  # lock is {"final_after_days":null,"max_days":3,"min_days":7}: write whole days
  lock = { max_days = 3 }
}

module "budget_values" {
  source = "../../../../modules/operations/budget"

  name = "shop"
  # cost_allocation_tags is [""]: write keys of 1 to 128 characters
  cost_allocation_tags = [""]
  # emails is ["ops"]: write up to 10 addresses
  emails = ["ops"]
}

module "audit" {
  source = "../../../../modules/operations/audit"

  name = "shop-audit"
  # access_analyzer.unused_days is 500: write 1 to 365 days
  access_analyzer = { unused_days = 500 }
  # bucket.name is "arn:aws:s3:::shop": write the name of a bucket
  bucket = { name = "arn:aws:s3:::shop" }
  # config.rules is {"a":{"identifier":"no","parameters":{}}}: write names of 1 to 80 letters
  config = { rules = { a = { identifier = "no" } } }
  # data_events is {"a":{"arns":[],"type":"S3"}}: write types such as
  data_events = { a = { arns = [], type = "S3" } }
  # kms_key has the services ["logs"]: CloudTrail could not use it, write
  kms_key = { arn = local.key.arn, services = ["logs"] }
  # log.retention_days is 2: write one of 0, 1, 3, 5
  log = { retention_days = 2 }
  # organization.id is "shop": write the id of an organization
  organization = { id = "shop" }
  # security_hub.standards is ["CIS"]: write the ends of their ARNs
  security_hub = { standards = ["CIS"] }
}

module "deploy_roles" {
  source = "../../../../modules/operations/deploy-roles"

  name = "shop"
  # existing_providers is {"bitbucket":{"arn":"arn:aws:iam::000000000000:oidc-provider/a"}}: write github or gitlab
  existing_providers = { bitbucket = { arn = "arn:aws:iam::000000000000:oidc-provider/a" } }
  # environments holds []: write at least one
  environments = {}
  # gitlab is {"project":"shop","url":"https://gitlab.com/"}: write the path of a project
  gitlab = { project = "shop", url = "https://gitlab.com/" }
}

module "deploy_roles_environments" {
  source = "../../../../modules/operations/deploy-roles"

  name   = "shop"
  github = { repository = "your-org/shop" }
  # environments has a policy that is none of Allow statements
  # environments has the branches ["*"]: write
  # environments has the states [{"bucket":"S","key":"*","kms_key":null}]: write the
  environments = { dev = { branch = "*", policy = "{}", state = { bucket = "S", key = "*" } } }
}

module "deploy_roles_wild" {
  source = "../../../../modules/operations/deploy-roles"

  name   = "shop"
  github = { repository = "your-org/shop" }
  # environments has a policy with wildcard actions: write each action in full
  environments = {
    dev = {
      policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"
      state  = { bucket = "shop-state", key = "dev.tfstate" }
    }
  }
}

module "backup_names" {
  source = "../../../../modules/operations/backup"

  name = "shop"
  # plans holds ["a b"]: write names of 1 to 50 letters
  # Of the plans ["a b"], one selects nothing: write tags
  # plans has the schedules ["daily"]: write six fields
  # plans has start_minutes or end_minutes too short: write 60 or more
  # plans copies to ["arn:aws:s3:::shop"]:
  plans = {
    "a b" = {
      copies        = { a = { vault = { arn = "arn:aws:s3:::shop" } } }
      end_minutes   = 10
      schedule      = "daily"
      start_minutes = 5
    }
  }
}

module "backup_days" {
  source = "../../../../modules/operations/backup"

  name = "shop"
  # plans has the retention_days [0]: write 1 to 36500
  # plans has cold_after_days too near to retention_days
  # plans has a continuous one that stays longer than 35 days or in cold storage
  plans = { a = { cold_after_days = 10, continuous = true, retention_days = 0, tags = { a = "b" } } }
}

module "backup_tests" {
  source = "../../../../modules/operations/backup"

  name = "shop_prod"
  # restore_testing.types is ["Queues"]: write some of Aurora
  # restore_testing.schedule is "weekly": write six fields
  # restore_testing is {"schedule":"weekly","start_hours":0,
  restore_testing = { schedule = "weekly", start_hours = 0, types = ["Queues"] }
}

module "budgets" {
  source = "../../../../modules/operations/budget"

  name = "shop"
  # anomalies.impact_usd is 0: write 1 dollar or more
  # anomalies.groups is {"a":{"key":"","values":[]}}: write a key
  anomalies = { impact_usd = 0, groups = { a = { key = "", values = [] } } }
  # budgets holds ["a:b"]: write names of 1 to 54 letters
  # budgets has the amounts [0]: write more than
  # budgets has the periods ["DAILY"]: write "MONTHLY"
  # budgets has percents that cannot be: write up to 5
  # budgets has an action that cannot be: write the ARN of a policy
  budgets = {
    "a:b" = {
      action          = { policy_arn = "no", role_names = [] }
      actual_percents = [50, 50]
      amount_usd      = 0
      period          = "DAILY"
    }
  }
}

module "deploy_roles_of_what" {
  source = "../../../../modules/operations/deploy-roles"

  name = "shop"
  # github.repository is "shop": write the owner and the name
  github = { repository = "shop" }
  environments = {
    dev = {
      policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:CreateQueue\",\"Resource\":\"*\"}]}"
      state  = { bucket = "shop-state", key = "dev.tfstate" }
    }
  }
}
