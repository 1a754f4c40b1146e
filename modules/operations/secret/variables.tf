variable "name" {
  description = "Name of the secret. Cannot be changed later: a change replaces the secret."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9/_+=.@!-]{1,512}$", var.name))
    error_message = join(" ", [
      "name is ${jsonencode(var.name)}: write 1 to 512 letters, digits or \"/_+=.@!-\", for",
      "example \"shop-prod/payment-provider\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the secret."
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

variable "callers" {
  description = <<-EOT
    Who of other accounts may read the secret, by a name of your choice; of each exactly one of `account_id`,
    `role_arn` and `organization_id`. They also need a `kms_key` that lets their accounts decrypt. Roles of this
    account need no entry: they carry `grants.read`.
  EOT
  type = map(object({
    account_id      = optional(string)
    organization_id = optional(string)
    role_arn        = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for caller in var.callers : length([
        for given in [caller.account_id, caller.organization_id, caller.role_arn] : true if given != null
      ]) == 1
    ])
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))}: write exactly one of account_id, role_arn and organization_id",
      "for each, for example { billing = { account_id = \"111122223333\" } }.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : can(regex("^([0-9]{12}|-)$", coalesce(caller.account_id, "-")))
      && can(regex("^(o-[a-z0-9]{10,32}|-)$", coalesce(caller.organization_id, "-")))
      && can(regex("^(arn:[^:]+:iam::[0-9]{12}:role/.+|-)$", coalesce(caller.role_arn, "-")))
    ])
    error_message = join(" ", [
      "callers is ${jsonencode(var.callers)}: write account ids of 12 digits, ids of organizations such as",
      "\"o-a1b2c3d4e5\", and ARNs of roles, arn:aws:iam::…:role/….",
    ])
  }

  validation {
    condition = length(var.callers) == 0 || var.kms_key != null
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))} and there is no kms_key: other accounts cannot decrypt with the",
      "key of Secrets Manager, write kms_key = module.key with their accounts among its reader_accounts.",
    ])
  }
}

variable "description" {
  description = "What the secret opens."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.description) <= 2048
    error_message = "description has ${length(var.description)} characters: write at most 2048."
  }
}

variable "existing" {
  description = <<-EOT
    A secret that is there already, whose rotation and readers are set here: one that RDS or Redshift keeps for a
    database, or one that was made elsewhere. Its value is not touched.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.existing == null || can(
      regex("^arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:.+$", var.existing.arn)
    )
    error_message = join(" ", [
      "existing.arn is ${jsonencode(try(var.existing.arn, null))}: write the ARN of a secret,",
      "arn:aws:secretsmanager:…:secret:….",
    ])
  }

  validation {
    condition = var.existing == null || (
      var.generated == null && var.value_version == 0 && length(var.replicas) == 0
    )
    error_message = join(" ", [
      "existing is set with generated, value_version or replicas: leave these out, its value and its replicas are",
      "its owner's.",
    ])
  }
}

variable "generated" {
  description = <<-EOT
    A value that Secrets Manager makes up: JSON of `fields`, such as a user's name, and of a password of `length`
    characters under `key`. Neither plan nor state holds it.
  EOT
  type = object({
    exclude_characters = optional(string, "\"'@/\\ `$%&<>#{}")
    fields             = optional(map(string), {})
    key                = optional(string, "password")
    length             = optional(number, 40)
  })
  default = null

  validation {
    condition = var.generated == null ? true : (
      var.generated.length >= 16 && var.generated.length <= 4096 && floor(var.generated.length) == var.generated.length
    )
    error_message = "generated.length is ${try(var.generated.length, 0)}: write 16 to 4096 characters."
  }

  validation {
    condition = var.generated == null ? true : (
      var.generated.key != "" && !contains(keys(var.generated.fields), var.generated.key)
    )
    error_message = join(" ", [
      "generated.key is ${jsonencode(try(var.generated.key, ""))}: write a name that is not among its fields, the",
      "password would take its place.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the secret, from `operations/kms-key`. Without one, Secrets Manager uses a key that it keeps in
    your account and that no other account can use.
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

variable "replicas" {
  description = <<-EOT
    Copies of the secret in other regions, by region, kept up by Secrets Manager. Each may have a key of its region.
    Only the secret in this region is rotated and written.
  EOT
  type        = map(object({ kms_key = optional(object({ arn = string })) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for one in var.replicas :
      one.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", one.kms_key.arn))
    ])
    error_message = join(" ", [
      "replicas have the keys ${jsonencode([for one in var.replicas : one.kms_key])}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }

  validation {
    condition     = alltrue([for region in keys(var.replicas) : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "replicas holds ${jsonencode(keys(var.replicas))}: write regions, such as \"eu-central-1\"."
  }
}

variable "rotation" {
  description = <<-EOT
    How often the value changes: every `days`, or by a `schedule` (`cron(0 4 1 * ? *)`, in UTC) within `window_hours`
    after it. `function` makes and sets the new value, `serverless/lambda-function` as a whole; null is for an
    `existing` secret whose service rotates it (RDS, Redshift). `immediately` also rotates now, and whenever one of
    these inputs changes.
  EOT
  type = object({
    days         = optional(number, 30)
    function     = optional(object({ arn = string, name = string }))
    immediately  = optional(bool, false)
    schedule     = optional(string)
    window_hours = optional(number)
  })
  default = null

  validation {
    condition = var.rotation == null ? true : (
      var.rotation.days >= 1 && var.rotation.days <= 1000 && floor(var.rotation.days) == var.rotation.days
    )
    error_message = "rotation.days is ${try(var.rotation.days, 0)}: write 1 to 1000 days."
  }

  validation {
    condition = try(var.rotation.schedule, null) == null ? true : can(
      regex("^(rate\\([1-9][0-9]* (hours?|days?)\\)|cron\\([^ ]+( [^ ]+){5}\\))$", var.rotation.schedule)
    )
    error_message = join(" ", [
      "rotation.schedule is ${jsonencode(try(var.rotation.schedule, null))}: write \"rate(10 days)\" or six fields in",
      "UTC, \"cron(0 4 1 * ? *)\".",
    ])
  }

  validation {
    condition = try(var.rotation.window_hours, null) == null ? true : (
      var.rotation.window_hours >= 1 && var.rotation.window_hours <= 24
      && floor(var.rotation.window_hours) == var.rotation.window_hours
    )
    error_message = "rotation.window_hours is ${jsonencode(try(var.rotation.window_hours, null))}: write 1 to 24 hours."
  }

  validation {
    condition = var.rotation == null ? true : var.rotation.function != null || var.existing != null
    error_message = join(" ", [
      "rotation has no function: write function = module.rotation, or existing for a secret that its own service",
      "rotates.",
    ])
  }
}

variable "secret_recovery_days" {
  description = "Days for which a deleted secret can be had back, and its name is taken; 0 deletes it at once."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.secret_recovery_days == 0 ||
      (
        var.secret_recovery_days >= 7 &&
        var.secret_recovery_days <= 30 &&
        floor(var.secret_recovery_days) == var.secret_recovery_days
      )
    )
    error_message = "secret_recovery_days is ${var.secret_recovery_days}: write 7 to 30 days, or 0."
  }
}

variable "value" {
  description = <<-EOT
    The value, a text or JSON, from an ephemeral variable or resource of yours. It goes to Secrets Manager only, never
    into a plan or a state. Needs `value_version = 1`. null, without `generated`, leaves the secret for somebody to
    fill.
  EOT
  type        = string
  default     = null
  ephemeral   = true
}

variable "value_version" {
  description = <<-EOT
    Raise it to write `value`, or another `generated` password, again: 1 is the first. With 0 only `generated` is
    written, once; without it, somebody else fills the secret.
  EOT
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.value_version >= 0 && floor(var.value_version) == var.value_version
    error_message = "value_version is ${var.value_version}: write 0 or a whole number above it."
  }
}
