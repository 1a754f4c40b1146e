variable "name" {
  description = "Name of the topic, without `.fifo`."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,251}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 251 letters, digits, \"_\" or \"-\", without \".fifo\" (it is",
      "added), for example \"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the topic, its alarms, log groups and role."
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
    ARNs to notify when a message could not be delivered, usually one SNS topic.
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

variable "callers" {
  description = <<-EOT
    Who may use the topic by its policy, by a name of your choice: others than the services of `publishers` and the
    roles of this account that carry a grant, for `actions` such as `sns:Publish` and `sns:Subscribe`.
    Of each exactly one of `account_id` (the principals that the account's own policies allow; `*` is everyone, who
    then needs a condition), `organization_id`, `role_arn`, and `service` with the `source_arn` that it works for, also
    of another account. `conditions` narrow it, all of them; `effect = "Deny"` forbids what others allow.
    Who publishes from another account also needs the `kms_key`: `callers` of `operations/kms-key`.
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

  # A topic's policy takes these alone, and no wildcard.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
  validation {
    condition = alltrue([
      for caller in var.callers : length(caller.actions) > 0 && alltrue([
        for action in caller.actions :
        contains([
          "AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes",
          "ListSubscriptionsByTopic", "ListTagsForResource", "Publish", "PutDataProtectionPolicy",
          "RemovePermission", "SetTopicAttributes", "Subscribe",
        ], trimprefix(action, "sns:")) && startswith(action, "sns:")
      ])
    ])
    error_message = join(" ", [
      "callers has the actions ${jsonencode(distinct(flatten([for caller in var.callers : caller.actions])))}: write",
      "one at least of those that a topic's policy takes, each in full: sns:Publish, sns:Subscribe,",
      "sns:GetTopicAttributes, sns:ListSubscriptionsByTopic, sns:ListTagsForResource, sns:SetTopicAttributes,",
      "sns:AddPermission, sns:RemovePermission, sns:DeleteTopic, sns:GetDataProtectionPolicy or",
      "sns:PutDataProtectionPolicy.",
    ])
  }

  validation {
    condition = alltrue([for caller in var.callers : caller.service == null ? true : caller.service != "events"])
    error_message = join(" ", [
      "callers holds events as a service: EventBridge does not send the ARN of the rule to the topic, write it into",
      "publishers, or give the rule's target a role that has grants.publish.",
    ])
  }

  # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  validation {
    condition = var.kms_key != null || alltrue([
      for caller in var.callers : caller.effect == "Deny" || !contains(caller.actions, "sns:Publish")
    ])
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))} for sns:Publish and kms_key is not set: others may not use the",
      "key that AWS keeps for SNS, write a kms_key that has them among its callers.",
    ])
  }

  # https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
  validation {
    condition = length(var.callers) + length(var.publishers) <= 99
    error_message = join(" ", [
      "There are ${length(var.callers)} callers and ${length(var.publishers)} publishers: a topic's policy has 100",
      "statements, and the module needs one, write at most 99 together.",
    ])
  }
}

variable "delivery_logs" {
  description = <<-EOT
    Logs failed deliveries to queues, functions and URLs, and `success_percent` of the successful ones, and keeps
    them for `retention_days`.
    `kms_key` encrypts them, with `logs` among its `services`. null logs none.
  EOT
  type = object({
    kms_key         = optional(object({ arn = string }))
    retention_days  = optional(number, 30)
    success_percent = optional(number, 0)
  })
  default = null

  validation {
    condition = (
      var.delivery_logs == null ? true :
      var.delivery_logs.success_percent >= 0 &&
      var.delivery_logs.success_percent <= 100 &&
      floor(var.delivery_logs.success_percent) == var.delivery_logs.success_percent
    )
    error_message = join(" ", [
      "delivery_logs.success_percent is ${try(var.delivery_logs.success_percent, 0)}: write",
      "0 to 100 percent.",
    ])
  }

  validation {
    condition = try(var.delivery_logs.kms_key, null) == null || can(
      regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.delivery_logs.kms_key.arn)
    )
    error_message = join(" ", [
      "delivery_logs.kms_key is ${jsonencode(try(var.delivery_logs.kms_key, null))}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }

  validation {
    condition = var.delivery_logs == null ? true : contains([
      0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.delivery_logs.retention_days)
    error_message = join(" ", [
      "delivery_logs.retention_days is ${try(var.delivery_logs.retention_days, 0)}: CloudWatch",
      "Logs keeps logs for certain times, write for example 7, 30, 90 or 365 days.",
    ])
  }
}

variable "fifo" {
  description = <<-EOT
    Makes the topic keep the order within a message group and drop duplicates published within 5 minutes, for
    queues only.
    `content_based_deduplication` takes equal bodies for duplicates; `high_throughput` counts limits and
    duplicates per group; `archive_days` keeps messages for replay, and AWS refuses to delete the topic until it
    is taken out again.
    Setting or removing `fifo` replaces the topic.
  EOT
  type = object({
    archive_days                = optional(number)
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, true)
  })
  default = null

  validation {
    condition = (
      try(var.fifo.archive_days, null) == null ? true :
      var.fifo.archive_days >= 1 &&
      var.fifo.archive_days <= 365 &&
      floor(var.fifo.archive_days) == var.fifo.archive_days
    )
    error_message = join(" ", [
      "fifo.archive_days is ${try(coalesce(var.fifo.archive_days), 0)}: SNS keeps messages for up to a year,",
      "write 1 to 365.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the messages, from `operations/kms-key`.
    Without one, SNS encrypts with the key AWS keeps for it in your account, which lets no AWS service publish.
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

variable "publishers" {
  description = <<-EOT
    AWS services that publish to the topic, by a name of your choice. `service` is the service's short name
    (`cloudwatch`, `events`, `s3`). `source_arn` is the ARN of the alarm or bucket that it publishes for; by default
    it may publish for any resource of this account. `events` takes no `source_arn`: EventBridge does not send the ARN
    of the rule, so every rule in the account can publish to the topic. A rule whose target has a role needs no entry.
    Each service must be among the `services` of `kms_key`. Roles need no entry: they use `grants.publish`.
  EOT
  type        = map(object({ service = string, source_arn = optional(string) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([for publisher in var.publishers : can(regex("^[a-z0-9-]+$", publisher.service))])
    error_message = join(" ", [
      "publishers holds the services ${jsonencode([for publisher in var.publishers : publisher.service])}:",
      "write short names, such as \"cloudwatch\" for cloudwatch.amazonaws.com.",
    ])
  }

  validation {
    condition = alltrue([
      for publisher in var.publishers : publisher.source_arn == null if publisher.service == "events"
    ])
    error_message = join(" ", [
      "publishers holds",
      join(", ", [
        for name, publisher in var.publishers : name
        if publisher.service == "events" && publisher.source_arn != null
      ]),
      "for events with a source_arn: EventBridge does not send the ARN of the rule to the topic, leave source_arn",
      "out, or give the rule's target a role that has grants.publish.",
    ])
  }

  validation {
    condition = length(var.publishers) == 0 || var.kms_key != null
    error_message = join(" ", [
      "publishers holds ${join(", ", keys(var.publishers))} and kms_key is not set: AWS services may not use",
      "the key that AWS keeps for SNS, write a kms_key that has them among its services.",
    ])
  }

  validation {
    condition = alltrue([
      for publisher in var.publishers :
      contains(coalesce(try(var.kms_key.services, null), [publisher.service]), publisher.service)
    ])
    error_message = join(" ", [
      "publishers holds the services",
      join(", ", [for publisher in var.publishers : publisher.service]),
      "and kms_key only ${jsonencode(try(var.kms_key.services, []))}: what they publish would be lost, write each of",
      "them into the key's services.",
    ])
  }
}

variable "subscriptions" {
  description = <<-EOT
    Who gets the messages, by a name of your choice: exactly one of `queue` and `function` (as the whole module),
    `email` (an address, which gets a mail to confirm first) and `url` (`https://…`, which must confirm).
    `filter` is a filter policy in JSON on the message's `attributes` or on its `body`, without which all messages
    pass.
    `raw` delivers the message without SNS's envelope, to queues and URLs.
    What cannot be delivered goes to the queue's own dead-letter queue or to `dead_letter_queue`.
  EOT
  type = map(object({
    queue             = optional(object({ arn = string, dead_letter_queue = optional(object({ arn = string })) }))
    function          = optional(object({ arn = string }))
    email             = optional(string)
    url               = optional(string)
    dead_letter_queue = optional(object({ arn = string }))
    filter            = optional(object({ attributes = optional(string), body = optional(string) }))
    raw               = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for subscription in var.subscriptions :
      length([
        for kind in [
          subscription.queue != null,
          subscription.function != null,
          subscription.email != null,
          subscription.url != null,
        ] :
        kind if kind
      ]) == 1
    ])
    error_message = join(" ", [
      "subscriptions holds ${join(", ", keys(var.subscriptions))}: write exactly one of queue, function, email",
      "and url in each.",
    ])
  }

  validation {
    condition = alltrue([
      for subscription in var.subscriptions :
      subscription.email == null ? true : can(regex("^[^@\\s]+@[^@\\s]+$", subscription.email))
    ])
    error_message = join(" ", [
      "The email of",
      "${join(
        ", ",
        [
          for name, subscription in var.subscriptions :
          "${name} is \"${subscription.email}\"" if subscription.email != null
        ]
      )}:",
      "write an e-mail address, such as \"on-call@example.com\".",
    ])
  }

  validation {
    condition = alltrue([
      for subscription in var.subscriptions :
      subscription.url == null ? true : startswith(subscription.url, "https://")
    ])
    error_message = join(" ", [
      "The url of",
      "${join(
        ", ",
        [
          for name, subscription in var.subscriptions :
          "${name} is \"${subscription.url}\"" if subscription.url != null
        ]
      )}:",
      "messages travel encrypted only, write an address that starts with \"https://\".",
    ])
  }

  validation {
    condition = alltrue([
      for subscription in var.subscriptions :
      subscription.filter == null ? true :
      (subscription.filter.attributes == null) != (subscription.filter.body == null) &&
      can(keys(jsondecode(coalesce(subscription.filter.attributes, subscription.filter.body))))
    ])
    error_message = join(" ", [
      "filter is",
      "${jsonencode({
        for name, subscription in var.subscriptions :
        name => subscription.filter if subscription.filter != null
      })}:",
      "write either attributes or body, a JSON object such as jsonencode({ store = [\"example\"] }).",
    ])
  }

  validation {
    condition = alltrue([
      for subscription in var.subscriptions :
      !subscription.raw || subscription.queue != null || subscription.url != null
    ])
    error_message = join(" ", [
      "raw is true in ${join(", ", [for name, subscription in var.subscriptions : name if subscription.raw])}:",
      "SNS delivers raw messages to queues and URLs only, leave it out for functions and e-mail.",
    ])
  }

  validation {
    condition = alltrue([
      for subscription in var.subscriptions :
      subscription.email != null ||
      subscription.dead_letter_queue != null ||
      try(subscription.queue.dead_letter_queue, null) != null
    ])
    error_message = join(" ", [
      "${join(
        ", ",
        [
          for name, subscription in var.subscriptions :
          name if subscription.email == null &&
          subscription.dead_letter_queue == null &&
          try(subscription.queue.dead_letter_queue, null) == null
        ]
      )}:",
      "a subscription's messages are lost when it stays unreachable, write its dead_letter_queue (the output of",
      "that name of messaging/sqs-queue).",
    ])
  }

  validation {
    condition = var.fifo == null || alltrue([for subscription in var.subscriptions : subscription.queue != null])
    error_message = join(" ", [
      "subscriptions holds",
      "${join(", ", [for name, subscription in var.subscriptions : name if subscription.queue == null])} and",
      "fifo is set: a FIFO topic delivers to queues only, write a queue that the others consume.",
    ])
  }
}
