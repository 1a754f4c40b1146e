variable "name" {
  description = "Alias of the key, without `alias/`."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-zA-Z0-9/_-]{1,250}$", var.name)) &&
      !startswith(var.name, "aws/") &&
      !startswith(var.name, "alias/")
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 250 letters, digits, \"/\", \"_\" or \"-\", starting with neither",
      "\"alias/\" (it is added) nor \"aws/\" (AWS keeps it), for example \"shop-prod-data\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the key."
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
    Who may use the key by its policy, by a name of your choice: others than `services`, `reader_accounts` and the
    roles of this account that carry a grant, for `actions` such as `kms:Decrypt` and `kms:GenerateDataKey`.
    Of each exactly one of `account_id` (the principals that the account's own policies allow; `*` is everyone, who
    then needs a condition), `organization_id`, `role_arn`, and `service` with the `source_arn` that it works for, also
    of another account. `conditions` narrow it, all of them; `effect = "Deny"` forbids what others allow.
    What such a caller decrypts with the key is still the matter of the queue, topic or bucket that it encrypts.
  EOT
  type = map(object({
    account_id      = optional(string)
    actions         = list(string)
    conditions      = optional(list(object({ test = string, variable = string, values = list(string) })), [])
    effect          = optional(string, "Allow")
    organization_id = optional(string)
    role_arn        = optional(string)
    service         = optional(string)
    source_arn      = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for caller in var.callers : length([
        for given in [caller.account_id, caller.organization_id, caller.role_arn, caller.service] : true
        if given != null
      ]) == 1
    ])
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))}: write exactly one of account_id, organization_id, role_arn",
      "and service for each.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : can(regex("^([0-9]{12}|\\*|-)$", coalesce(caller.account_id, "-")))
      && can(regex("^(o-[a-z0-9]{10,32}|-)$", coalesce(caller.organization_id, "-")))
      && can(regex("^(arn:[^:]+:iam::[0-9]{12}:role/.+|-)$", coalesce(caller.role_arn, "-")))
    ])
    error_message = join(" ", [
      "callers holds",
      jsonencode([
        for caller in var.callers : coalesce(caller.account_id, caller.organization_id, caller.role_arn, "-")
        if caller.service == null
      ]),
      "as accounts, organizations and roles: write account ids of 12 digits, ids of organizations such as",
      "\"o-a1b2c3d4e5\", and ARNs of roles, arn:aws:iam::…:role/….",
    ])
  }

  # A bucket's ARN names no account, and a deleted bucket's name is free for anyone to take.
  validation {
    condition = alltrue([
      for caller in var.callers : caller.service == null ? caller.source_arn == null : alltrue([
        can(regex("^[a-z0-9.-]+$", caller.service)),
        !endswith(caller.service, ".amazonaws.com"),
        can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", caller.source_arn)),
        anytrue([
          try(split(":", caller.source_arn)[4], "") != "",
          contains([for each in caller.conditions : lower(each.variable)], "aws:sourceaccount"),
        ]),
      ])
    ])
    error_message = join(" ", [
      "callers has the services",
      jsonencode({
        for name, caller in var.callers : name => [caller.service, caller.source_arn]
        if caller.service != null || caller.source_arn != null
      }),
      "with their source_arn: write a short name, such as \"sns\" for sns.amazonaws.com, and the ARN that it works",
      "for; where that names no account, as a bucket's, also a condition on aws:SourceAccount.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : caller.account_id != "*" || (
        caller.effect == "Deny" ? length(caller.conditions) > 0 : anytrue([
          for each in caller.conditions :
          can(regex("^(ForAnyValue:)?(String(Equals(IgnoreCase)?|Like)|Arn(Equals|Like)|IpAddress)$", each.test))
          && contains([
            "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
            "aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceorgid", "aws:sourcevpc",
            "aws:sourcevpce", "kms:calleraccount",
          ], lower(each.variable))
          && alltrue([for value in each.values : !can(regex("^(\\*+|0\\.0\\.0\\.0/0|::/0)$", value))])
        ])
      )
    ])
    error_message = join(" ", [
      "callers holds",
      jsonencode([for name, caller in var.callers : name if caller.account_id == "*"]),
      "for everyone, account_id = \"*\": write a condition that says who of them, on aws:PrincipalOrgID,",
      "aws:SourceVpce or another key of the caller, or write an organization_id instead.",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.callers) : can(regex("^[a-zA-Z0-9_-]{1,64}$", name))]) && (
      length(distinct([for name in keys(var.callers) : replace(title(name), "/[^a-zA-Z0-9]/", "")]))
      == length(var.callers)
    )
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))}: their letters and digits become ids of statements, write",
      "names of up to 64 letters, digits, \"_\" or \"-\" that differ by more than their case, \"_\" and \"-\".",
    ])
  }

  validation {
    condition = alltrue([for caller in var.callers : contains(["Allow", "Deny"], caller.effect)])
    error_message = join(" ", [
      "callers holds the effects ${jsonencode([for caller in var.callers : caller.effect])}: write \"Allow\" or",
      "\"Deny\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for caller in var.callers : [
        for each in caller.conditions : alltrue([
          length(each.values) > 0,
          can(regex("^[a-z0-9-]+:.+$", each.variable)),
          contains(local.condition_operators, replace(each.test, "/^(ForAllValues|ForAnyValue):/", "")),
        ])
      ]
    ]))
    error_message = join(" ", [
      "callers has the conditions ${jsonencode(flatten([for caller in var.callers : caller.conditions]))}: write an",
      "operator of IAM's as test, such as \"StringEquals\", a condition key as variable, such as",
      "\"aws:PrincipalOrgID\", and one value at least.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : length(caller.actions) > 0 && alltrue([
        for action in caller.actions :
        can(regex("^kms:[a-zA-Z]+$", action)) || (caller.effect == "Deny" && action == "kms:*")
      ])
    ])
    error_message = join(" ", [
      "callers has the actions ${jsonencode(distinct(flatten([for caller in var.callers : caller.actions])))}: write",
      "one at least, those of KMS alone and each in full, such as \"kms:Decrypt\".",
    ])
  }
}

variable "deletion_window_days" {
  description = <<-EOT
    Days between the order to delete the key and its deletion.
    Until then the deletion can be cancelled; after it everything encrypted with the key is lost.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.deletion_window_days >= 7 &&
      var.deletion_window_days <= 30 &&
      floor(var.deletion_window_days) == var.deletion_window_days
    )
    error_message = join(" ", [
      "deletion_window_days is ${var.deletion_window_days}: AWS waits 7 to 30 days, write a number between",
      "them.",
    ])
  }
}

variable "description" {
  description = "What the key protects."
  type        = string
  default     = "Encrypts data at rest."
  nullable    = false

  validation {
    condition     = length(coalesce(var.description, " ")) <= 8192
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 8192."
  }
}

variable "multi_region" {
  description = <<-EOT
    Whether the key can be replicated to other regions.
    Cannot be changed later: a change replaces the key.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "reader_accounts" {
  description = <<-EOT
    Ids of other accounts whose roles may decrypt with the key, where their own policies let them too: of a table
    or bucket that they read.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for account in var.reader_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "reader_accounts is ${jsonencode(var.reader_accounts)}: write account ids of 12 digits, in quotes."
  }
}

variable "rotation_days" {
  description = "Days between rotations of the key material."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition = (
      var.rotation_days >= 90 &&
      var.rotation_days <= 2560 &&
      floor(var.rotation_days) == var.rotation_days
    )
    error_message = join(" ", [
      "rotation_days is ${var.rotation_days}: AWS rotates every 90 to 2560 days, write a",
      "number between them.",
    ])
  }
}

variable "services" {
  description = <<-EOT
    AWS services that use the key on their own behalf, for resources of this account: `logs` for log groups,
    `delivery.logs` for the logs of state machines and pipes, and for those delivered to buckets, that the key
    encrypts, `cloudfront` for distributions that read from encrypted buckets, `events` for event buses and rules
    that send to encrypted queues and topics, `sns`, `cloudwatch` for alarms that notify an encrypted topic,
    `cloudtrail` and `config` for audits, `budgets` and `costalerts` for budgets that notify one. Services that act
    for a caller (DynamoDB, S3, SQS, Lambda, Secrets Manager) need no entry: the caller's grants carry the key.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for service in var.services : service == "delivery.logs" || can(regex("^[a-z0-9-]+$", service))
    && !contains(["event", "eventbridge", "log", "cloudwatch-logs"], service)])
    error_message = join(" ", [
      "services holds ${jsonencode(var.services)}: write each service's short name, such as \"logs\" for",
      "logs.amazonaws.com.",
    ])
  }
}
