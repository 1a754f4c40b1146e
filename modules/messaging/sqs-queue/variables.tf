variable "name" {
  description = <<-EOT
    Name of the queue, without `.fifo`.
    The dead-letter queue is called the same with `-dead-letters` behind it.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,62}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 62 letters, digits, \"_\" or \"-\", without \".fifo\" (it is added),",
      "for example \"shop-prod-welcome\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the queues and their alarms."
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
    ARNs to notify when a message reaches the dead-letter queue or waits too long, usually one SNS topic.
    Without any, there are no alarms.
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

variable "alarm_age_seconds" {
  description = "Age of the oldest waiting message, in seconds, that raises the alarm."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.alarm_age_seconds >= 60 && floor(var.alarm_age_seconds) == var.alarm_age_seconds
    error_message = "alarm_age_seconds is ${var.alarm_age_seconds}: the age is measured each minute, write 60 or more."
  }
}

variable "callers" {
  description = <<-EOT
    Who may use the queue by its policy, by a name of your choice: others than the services of `senders` and the roles
    of this account that carry a grant, for `actions` such as `sqs:SendMessage`.
    Of each exactly one of `account_id` (the principals that the account's own policies allow; `*` is everyone, who
    then needs a condition), `organization_id`, `role_arn`, and `service` with the `source_arn` that it works for, also
    of another account. `conditions` narrow it, all of them; `effect = "Deny"` forbids what others allow.
    They may not use the dead-letter queue. Callers of other accounts also need the `kms_key`: `callers` of
    `operations/kms-key`.
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

  # What a policy can give to others, seven actions at most in a statement.
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
  validation {
    condition = alltrue([
      for caller in var.callers : length(caller.actions) > 0 && length(caller.actions) <= 7 && alltrue([
        for action in caller.actions :
        contains([
          "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl",
          "ListDeadLetterSourceQueues", "PurgeQueue", "ReceiveMessage", "SendMessage",
        ], trimprefix(action, "sqs:")) && startswith(action, "sqs:")
        || (caller.effect == "Deny" && action == "sqs:*")
      ])
    ])
    error_message = join(" ", [
      "callers has the actions ${jsonencode(distinct(flatten([for caller in var.callers : caller.actions])))}: write",
      "1 to 7 of those that a queue's policy can give to others, each in full: sqs:SendMessage, sqs:ReceiveMessage,",
      "sqs:DeleteMessage, sqs:ChangeMessageVisibility, sqs:GetQueueAttributes, sqs:GetQueueUrl,",
      "sqs:ListDeadLetterSourceQueues or sqs:PurgeQueue.",
    ])
  }

  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
  validation {
    condition = (
      length(var.callers) + length(distinct([for sender in coalesce(var.senders, {}) : sender.service])) <= 19
    )
    error_message = join(" ", [
      "There are ${length(var.callers)} callers beside the services of senders: a queue's policy has 20 statements,",
      "and the module needs one, write at most 19 together, and one organization_id instead of its accounts.",
    ])
  }

  validation {
    condition = var.senders != null || length(var.callers) == 0
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))} and senders is null, which leaves the policy to",
      "messaging/queue-policy: write them as callers of that module.",
    ])
  }
}

variable "dead_letter" {
  description = <<-EOT
    Where a message goes that was received `max_receives` times and never deleted, and for how many days it is
    kept there. null leaves poison messages in the queue until they expire.
  EOT
  type = object({
    max_receives   = optional(number, 5)
    retention_days = optional(number, 14)
  })
  default = {}

  validation {
    condition = (
      var.dead_letter == null ? true :
      var.dead_letter.max_receives >= 1 &&
      var.dead_letter.max_receives <= 1000 &&
      floor(var.dead_letter.max_receives) == var.dead_letter.max_receives
    )
    error_message = join(" ", [
      "dead_letter.max_receives is ${try(var.dead_letter.max_receives, 0)}: write 1 to 1000. With Lambda as",
      "consumer 5 or more, since a throttled call counts as a receive.",
    ])
  }

  validation {
    condition = (
      var.dead_letter == null ? true :
      var.dead_letter.retention_days >= var.retention_days &&
      var.dead_letter.retention_days <= 14 &&
      floor(var.dead_letter.retention_days) == var.dead_letter.retention_days
    )
    error_message = join(" ", [
      "dead_letter.retention_days is ${try(var.dead_letter.retention_days, 0)}: write at least the queue's",
      "retention_days (${var.retention_days}) and at most 14, since a message's age counts on from when it was",
      "sent.",
    ])
  }
}

variable "delay_seconds" {
  description = "Seconds for which a new message stays hidden."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.delay_seconds >= 0 && var.delay_seconds <= 900 && floor(var.delay_seconds) == var.delay_seconds
    error_message = "delay_seconds is ${var.delay_seconds}: write 0 to 900 seconds."
  }
}

variable "fifo" {
  description = <<-EOT
    Makes the queue keep the order within a message group and drop duplicates sent within 5 minutes.
    `content_based_deduplication` takes equal bodies for duplicates; `high_throughput` counts limits and
    duplicates per group.
    Cannot be changed later: a change replaces the queue.
  EOT
  type = object({
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, true)
  })
  default = null
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the messages, from `operations/kms-key`.
    Without one, SQS encrypts with a key of its own.
    With one, each service in `senders` must be in the key's `services`.
  EOT
  type        = object({ arn = string, services = optional(list(string)) })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }
}

variable "retention_days" {
  description = "Days for which a message waits to be consumed."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition = (
      var.retention_days >= 1 &&
      var.retention_days <= 14 &&
      floor(var.retention_days) == var.retention_days
    )
    error_message = "retention_days is ${var.retention_days}: SQS keeps messages for up to 14 days, write 1 to 14."
  }
}

variable "senders" {
  description = <<-EOT
    AWS services that send to the queue, by a name of your choice: the service's short name (`events`, `sns`,
    `s3`) and the ARN of the rule, topic or bucket it sends for.
    They may send to the dead-letter queue too, so that it can serve as theirs.
    Roles need no entry: they carry `grants.send`. null leaves the policy to `messaging/queue-policy`, for queues
    and senders by `for_each`.
  EOT
  type        = map(object({ service = string, source_arn = string }))
  default     = {}

  validation {
    condition = alltrue([for sender in coalesce(var.senders, {}) : can(regex("^[a-z0-9-]+$", sender.service))])
    error_message = join(" ", [
      "senders holds the services ${jsonencode([for sender in coalesce(var.senders, {}) : sender.service])}:",
      "write short names, such as \"events\" for events.amazonaws.com.",
    ])
  }

  validation {
    condition = alltrue([
      for sender in coalesce(var.senders, {}) :
      contains(coalesce(try(var.kms_key.services, null), [sender.service]), sender.service)
    ])
    error_message = join(" ", [
      "senders holds the services",
      join(", ", [for sender in coalesce(var.senders, {}) : sender.service]),
      "and kms_key only ${jsonencode(try(var.kms_key.services, []))}: what they send would be lost, write each of them",
      "into the key's services.",
    ])
  }
}

variable "visibility_timeout_seconds" {
  description = <<-EOT
    Seconds for which a received message is hidden from other consumers.
    Write six times the timeout of the function that consumes it, so that Lambda can retry a throttled batch.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.visibility_timeout_seconds >= 0 &&
      var.visibility_timeout_seconds <= 43200 &&
      floor(var.visibility_timeout_seconds) == var.visibility_timeout_seconds
    )
    error_message = join(" ", [
      "visibility_timeout_seconds is ${var.visibility_timeout_seconds}: write 0 to 43200",
      "seconds (12 hours).",
    ])
  }
}

variable "wait_seconds" {
  description = <<-EOT
    Seconds for which a receive waits for a message.
    Long polling costs fewer requests than asking again and again.
  EOT
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.wait_seconds >= 0 && var.wait_seconds <= 20 && floor(var.wait_seconds) == var.wait_seconds
    error_message = "wait_seconds is ${var.wait_seconds}: write 0 to 20 seconds."
  }
}
