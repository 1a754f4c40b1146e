variable "name" {
  description = <<-EOT
    Name of the vault, and the beginning of the names of its plans. Cannot be changed later: a change replaces the
    vault, which AWS refuses while it holds anything.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{2,44}$", var.name))
    error_message = join(" ", [
      "name is ${jsonencode(var.name)}: write 2 to 44 letters, digits, \"_\" or \"-\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of vault, plans, role and recovery points."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length(var.tags) <= 50 && alltrue([
      for key, value in var.tags :
      key != "" && length(key) <= 128 && try(length(value) <= 256, false) && !startswith(lower(key), "aws:")
    ]) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", join("", concat(keys(var.tags), values(var.tags)))))
    error_message = join(" ", [
      "tags holds ${length(var.tags)}, ${jsonencode(var.tags)}: write at most 50, keys of 1 to 128 characters that",
      "do not begin with \"aws:\" and values of up to 256, both of letters, digits, spaces and \"_.:/=+@-\".",
    ])
  }
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when a backup fails, usually one SNS topic. Without any, there are no alarms.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.alarm_actions) <= 5 && alltrue([
      for action in var.alarm_actions : can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", action))
    ])
    error_message = "alarm_actions is ${jsonencode(var.alarm_actions)}: write up to 5 ARNs, usually of one SNS topic."
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts recovery points, from `operations/kms-key`. Without one, AWS uses a key it keeps in your
    account, whose recovery points no other account can have. Cannot be changed later.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }
}

variable "lock" {
  description = <<-EOT
    How long recovery points stay at least (`min_days`) and at most (`max_days`), whatever a plan or a person says:
    until then nobody can delete one. Those who may change the lock can lift it, until `final_after_days` are over;
    from then on nobody can, AWS included. null `final_after_days` never makes it final, null `lock` locks nothing.
  EOT
  type = object({
    final_after_days = optional(number)
    max_days         = optional(number, 365)
    min_days         = optional(number, 7)
  })
  default = {}

  validation {
    condition = var.lock == null ? true : (
      var.lock.min_days >= 1 && var.lock.max_days <= 36500 && var.lock.min_days <= var.lock.max_days
      && floor(var.lock.min_days) == var.lock.min_days && floor(var.lock.max_days) == var.lock.max_days
    )
    error_message = join(" ", [
      "lock is ${jsonencode(var.lock)}: write whole days, min_days of 1 or more, max_days of up to 36500 and not",
      "less than min_days.",
    ])
  }

  validation {
    condition = try(var.lock.final_after_days, null) == null ? true : (
      var.lock.final_after_days >= 3 && var.lock.final_after_days <= 36500
      && floor(var.lock.final_after_days) == var.lock.final_after_days
    )
    error_message = join(" ", [
      "lock.final_after_days is ${jsonencode(try(var.lock.final_after_days, null))}: write 3 to 36500 days, or",
      "null.",
    ])
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the role can ever be allowed."
  type        = string
  default     = null

  validation {
    condition = var.permissions_boundary == null || can(
      regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary)
    )
    error_message = join(" ", [
      "permissions_boundary is ${jsonencode(var.permissions_boundary)}:",
      "write the ARN of a policy, arn:aws:iam::…:policy/….",
    ])
  }
}

variable "plans" {
  description = <<-EOT
    What is backed up when, by a name of your choice: all that has any of the `tags`, beside `resources` (ARNs), at
    `schedule` (six fields, in `timezone`). A backup begins within `start_minutes` and ends within `end_minutes`.
    Recovery points stay `retention_days`, from `cold_after_days` on in cold storage. `continuous` restores to any
    second of the last 35 days at most, where AWS Backup can. `copies` go to vaults elsewhere, by a name of your
    choice, and stay as long as the original unless they say otherwise.
  EOT
  type = map(object({
    cold_after_days = optional(number)
    continuous      = optional(bool, false)
    copies = optional(map(object({
      retention_days = optional(number)
      vault          = object({ arn = string })
    })), {})
    end_minutes    = optional(number, 480)
    resources      = optional(list(string), [])
    retention_days = optional(number, 35)
    schedule       = optional(string, "cron(0 3 ? * * *)")
    start_minutes  = optional(number, 60)
    tags           = optional(map(string), {})
    timezone       = optional(string, "Etc/UTC")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for one in var.plans : length(one.tags) <= 50 && alltrue([
        for key, value in one.tags :
        key != "" && length(key) <= 128 && try(length(value) <= 256, false) && !startswith(lower(key), "aws:")
      ]) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", join("", concat(keys(one.tags), values(one.tags)))))
    ])
    error_message = join(" ", [
      "plans have the tags ${jsonencode({ for name, one in var.plans : name => one.tags })}: write at most 50, keys",
      "of 1 to 128 characters that do not begin with \"aws:\" and values of up to 256, both of letters, digits, spaces",
      "and \"_.:/=+@-\".",
    ])
  }

  validation {
    condition     = alltrue([for name in keys(var.plans) : can(regex("^[a-zA-Z0-9_.-]{1,50}$", name))])
    error_message = "plans holds ${jsonencode(keys(var.plans))}: write names of 1 to 50 letters, digits or \"_.-\"."
  }

  validation {
    condition = alltrue([for plan in var.plans : length(plan.tags) + length(plan.resources) > 0])
    error_message = join(" ", [
      "Of the plans ${jsonencode(keys(var.plans))}, one selects nothing: write tags, for example",
      "{ Backup = \"daily\" }, or resources.",
    ])
  }

  validation {
    condition = alltrue([for plan in var.plans : can(regex("^cron\\([^ ]+( [^ ]+){5}\\)$", plan.schedule))])
    error_message = join(" ", [
      "plans has the schedules ${jsonencode([for plan in var.plans : plan.schedule])}: write six fields,",
      "\"cron(0 3 ? * * *)\".",
    ])
  }

  validation {
    condition = alltrue([
      for plan in var.plans : plan.retention_days >= 1 && plan.retention_days <= 36500
      && floor(plan.retention_days) == plan.retention_days
    ])
    error_message = join(" ", [
      "plans has the retention_days ${jsonencode([for plan in var.plans : plan.retention_days])}: write 1 to 36500",
      "days.",
    ])
  }

  # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
  validation {
    condition = alltrue([
      for plan in var.plans : plan.cold_after_days == null ? true :
      plan.cold_after_days >= 1 && plan.retention_days >= plan.cold_after_days + 90
    ])
    error_message = join(" ", [
      "plans has cold_after_days too near to retention_days: cold storage keeps 90 days at least, write one of 1 or",
      "more and retention_days 90 above it.",
    ])
  }

  validation {
    condition = alltrue([
      for plan in var.plans : !plan.continuous || (plan.retention_days <= 35 && plan.cold_after_days == null)
    ])
    error_message = join(" ", [
      "plans has a continuous one that stays longer than 35 days or in cold storage: write up to 35 retention_days",
      "and a second plan for what stays longer.",
    ])
  }

  validation {
    condition = alltrue([
      for plan in var.plans : plan.start_minutes >= 60 && plan.end_minutes >= plan.start_minutes + 60
    ])
    error_message = join(" ", [
      "plans has start_minutes or end_minutes too short: write 60 or more, and an end 60 minutes or more after the",
      "start.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for plan in var.plans : [
        for copy in plan.copies : can(regex("^arn:[^:]+:backup:[^:]+:[0-9]{12}:backup-vault:.+$", copy.vault.arn))
      ]
    ]))
    error_message = join(" ", [
      "plans copies to ${jsonencode(flatten([for plan in var.plans : [for copy in plan.copies : copy.vault.arn]]))}:",
      "write ARNs of vaults, arn:aws:backup:…:backup-vault:….",
    ])
  }

  # A job that the lock of its vault does not allow fails.
  validation {
    condition = var.lock == null ? true : alltrue([
      for plan in var.plans : plan.retention_days >= var.lock.min_days && plan.retention_days <= var.lock.max_days
    ])
    error_message = join(" ", [
      "plans has the retention_days ${jsonencode([for plan in var.plans : plan.retention_days])} and the lock",
      "${jsonencode(var.lock)}: every backup would fail, write days between min_days and max_days.",
    ])
  }
}

variable "restore_testing" {
  description = <<-EOT
    Restores the newest recovery point of the last `window_days` of each of `types` (`DynamoDB`, `EFS`, `RDS`, `S3`,
    …) at `schedule` in `timezone`, starting within `start_hours`, and deletes what it restored after
    `validation_hours`. What is restored is charged as long as it is there. null tests nothing.
  EOT
  type = object({
    schedule         = optional(string, "cron(0 5 ? * SUN *)")
    start_hours      = optional(number, 8)
    timezone         = optional(string, "Etc/UTC")
    types            = set(string)
    validation_hours = optional(number, 4)
    window_days      = optional(number, 30)
  })
  default = null

  # https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
  validation {
    condition = var.restore_testing == null ? true : length(var.restore_testing.types) > 0 && length(setsubtract(
      var.restore_testing.types,
      ["Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"],
    )) == 0
    error_message = join(" ", [
      "restore_testing.types is ${jsonencode(try(var.restore_testing.types, []))}: write some of Aurora, DocumentDB,",
      "DynamoDB, EBS, EC2, EFS, FSx, Neptune, RDS and S3.",
    ])
  }

  validation {
    condition = var.restore_testing == null ? true : can(
      regex("^cron\\([^ ]+( [^ ]+){5}\\)$", var.restore_testing.schedule)
    )
    error_message = join(" ", [
      "restore_testing.schedule is ${jsonencode(try(var.restore_testing.schedule, null))}: write six fields,",
      "\"cron(0 5 ? * SUN *)\".",
    ])
  }

  validation {
    condition = var.restore_testing == null ? true : (
      var.restore_testing.window_days >= 1 && var.restore_testing.window_days <= 365
      && var.restore_testing.start_hours >= 1 && var.restore_testing.start_hours <= 168
      && var.restore_testing.validation_hours >= 1 && var.restore_testing.validation_hours <= 168
    )
    error_message = join(" ", [
      "restore_testing is ${jsonencode(var.restore_testing)}: write 1 to 365 window_days, and 1 to 168 start_hours",
      "and validation_hours.",
    ])
  }

  validation {
    condition = var.restore_testing == null || can(regex("^[a-zA-Z0-9-]{2,38}$", var.name))
    error_message = join(" ", [
      "restore_testing needs a name of up to 38 letters, digits or \"-\", not",
      "${jsonencode(var.name)}: write another, or leave restore_testing out.",
    ])
  }
}
