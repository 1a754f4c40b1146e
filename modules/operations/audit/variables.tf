variable "name" {
  description = <<-EOT
    Name of the trail, and the beginning of the names of what belongs to it. Cannot be changed later: a change
    replaces trail and bucket.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z0-9][a-z0-9-]{2,35}$", var.name))
    error_message = join(" ", [
      "name is ${jsonencode(var.name)}: write 3 to 36 small letters, digits or \"-\", for example",
      "\"shop-prod-audit\".",
    ])
  }
}

variable "tags" {
  description = "Tags of everything that has some."
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

variable "access_analyzer" {
  description = <<-EOT
    Finds what is shared outside the account or organization, at no charge, and with `unused_days` also roles, keys
    and rights that nobody has used for so long ($0.20 a month for each role and user). null is for accounts whose
    organization's administrator does it.
  EOT
  type        = object({ unused_days = optional(number) })
  default     = {}

  validation {
    condition = try(var.access_analyzer.unused_days, null) == null ? true : (
      var.access_analyzer.unused_days >= 1 && var.access_analyzer.unused_days <= 365
      && floor(var.access_analyzer.unused_days) == var.access_analyzer.unused_days
    )
    error_message = join(" ", [
      "access_analyzer.unused_days is ${jsonencode(try(var.access_analyzer.unused_days, null))}: write 1 to 365 days,",
      "or null.",
    ])
  }
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify of findings of high severity, usually one SNS topic whose `publishers` have the service `events`.
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

variable "bucket" {
  description = <<-EOT
    Bucket that takes the trail and the configuration, in the organization's archive account; its policy lets
    CloudTrail and Config write. Without one, the module makes one, which keeps everything for `retention_days`.
  EOT
  type        = object({ name = string })
  default     = null

  validation {
    condition     = var.bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket.name))
    error_message = "bucket.name is ${jsonencode(try(var.bucket.name, null))}: write the name of a bucket, not its ARN."
  }
}

variable "config" {
  description = <<-EOT
    Records how everything is configured, and checks rules that no plan can: of users and their keys, of the account's
    defaults, of what was made by hand. `rules` adds managed rules of AWS Config, by a name of your choice. A record
    for each change (`continuous`) is $0.003, one a day $0.012. null is for accounts that have a recorder.
  EOT
  type = object({
    continuous = optional(bool, true)
    rules = optional(map(object({
      identifier = string
      parameters = optional(map(string), {})
    })), {})
  })
  default = {}

  validation {
    condition = alltrue([
      for name, rule in try(var.config.rules, {}) :
      can(regex("^[A-Z][A-Z0-9_]{1,255}$", rule.identifier)) && can(regex("^[a-zA-Z0-9_-]{1,80}$", name))
    ])
    error_message = join(" ", [
      "config.rules is ${jsonencode(try(var.config.rules, {}))}: write names of 1 to 80 letters, digits, \"_\" or",
      "\"-\", and identifiers in capitals, such as \"IAM_PASSWORD_POLICY\".",
    ])
  }
}

variable "data_events" {
  description = <<-EOT
    Resources whose every use is in the trail, by a name of your choice: their `type` (`AWS::S3::Object`,
    `AWS::DynamoDB::Table`, `AWS::Lambda::Function`), and what their ARNs begin with. $0.10 for 100,000 uses.
  EOT
  type        = map(object({ arns = list(string), type = string }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for events in var.data_events : can(regex("^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$", events.type))
      && length(events.arns) > 0 && alltrue([for arn in events.arns : startswith(arn, "arn:")])
    ])
    error_message = join(" ", [
      "data_events is ${jsonencode(var.data_events)}: write types such as \"AWS::S3::Object\" and the ARNs, or their",
      "beginnings, for example \"arn:aws:s3:::orders/\".",
    ])
  }
}

variable "guardduty" {
  description = <<-EOT
    Looks for intruders in the account's logs: always in those of calls, names and flows, besides in what is true here.
    Paid by the volume of the logs. null is for accounts that an organization's administrator has turned it on in.
  EOT
  type = object({
    databases  = optional(bool, true)
    functions  = optional(bool, true)
    kubernetes = optional(bool, true)
    malware    = optional(bool, true)
    objects    = optional(bool, true)
  })
  default = {}
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts trail and configuration, from `operations/kms-key` with `cloudtrail` among its `services`.
    Without one, S3 encrypts them with its own.
  EOT
  type        = object({ arn = string, services = optional(list(string)) })
  default     = null

  validation {
    condition = contains(coalesce(try(var.kms_key.services, null), ["cloudtrail"]), "cloudtrail")
    error_message = join(" ", [
      "kms_key has the services ${jsonencode(try(var.kms_key.services, []))}: CloudTrail could not use it, write",
      "\"cloudtrail\" among them.",
    ])
  }

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }
}

variable "log" {
  description = <<-EOT
    Also writes the trail to CloudWatch Logs, where it can be asked, for days. null writes it to the bucket only.
  EOT
  type = object({
    kms_key        = optional(object({ arn = string }))
    retention_days = optional(number, 30)
  })
  default = null

  validation {
    condition = contains(
      [
        0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
      ],
      try(var.log.retention_days, 30)
    )
    error_message = join(" ", [
      "log.retention_days is ${try(var.log.retention_days, 30)}: write one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150,",
      "180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653; 0 keeps them for ever.",
    ])
  }

  validation {
    condition = try(var.log.kms_key, null) == null || can(
      regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.log.kms_key.arn)
    )
    error_message = join(" ", [
      "log.kms_key is ${jsonencode(try(var.log.kms_key, null))}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }
}

variable "organization" {
  description = <<-EOT
    The organization whose delegated administrator, or management account, this is: the trail, GuardDuty, Security Hub,
    the analyzers and an aggregator of Config then cover all its accounts, new ones too. null covers this account.
  EOT
  type        = object({ id = string })
  default     = null

  validation {
    condition = var.organization == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization.id))
    error_message = join(" ", [
      "organization.id is ${jsonencode(try(var.organization.id, null))}: write the id of an organization, such as",
      "\"o-a1b2c3d4e5\".",
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

variable "retention_days" {
  description = "Days for which nothing in the module's bucket can be deleted. A day later it is."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition = (
      var.retention_days >= 1 && var.retention_days <= 36500 && floor(var.retention_days) == var.retention_days
    )
    error_message = "retention_days is ${var.retention_days}: write 1 to 36500 days."
  }
}

variable "retention_mode" {
  description = <<-EOT
    `COMPLIANCE`: nobody can delete a file before its time, not the account's root either. `GOVERNANCE`: those who
    may bypass it can.
  EOT
  type        = string
  default     = "COMPLIANCE"
  nullable    = false

  validation {
    condition     = contains(["COMPLIANCE", "GOVERNANCE"], var.retention_mode)
    error_message = "retention_mode is ${jsonencode(var.retention_mode)}: write \"COMPLIANCE\" or \"GOVERNANCE\"."
  }
}

variable "security_hub" {
  description = <<-EOT
    Gathers findings and checks `standards`, by the end of their ARNs. A check is $0.0010 a month and resource. null is
    for accounts that an organization's administrator has turned it on in.
  EOT
  type = object({
    standards = optional(set(string), ["aws-foundational-security-best-practices/v/1.0.0"])
  })
  default = {}

  validation {
    condition = alltrue([
      for standard in try(var.security_hub.standards, []) : can(regex("^[a-z-]+/v/[0-9.]+$", standard))
    ])
    error_message = join(" ", [
      "security_hub.standards is ${jsonencode(try(var.security_hub.standards, []))}: write the ends of their ARNs,",
      "such as \"cis-aws-foundations-benchmark/v/3.0.0\".",
    ])
  }
}
