variable "name" {
  description = "Name of the policy, its `Id`."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 80 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-welcome\".",
    ])
  }
}

variable "callers" {
  description = <<-EOT
    Who may use the queue by its policy, by a name of your choice: others than the services of `senders` and the roles
    of this account that carry a grant, for `actions` such as `sqs:SendMessage`.
    Of each exactly one of `account_id` (the principals that the account's own policies allow; `*` is everyone, who
    then needs a condition), `organization_id`, `role_arn`, and `service` with the `source_arn` that it works for, also
    of another account. `conditions` narrow it, all of them; `effect = "Deny"` forbids what others allow.
    They may not use the dead-letter queue. Callers of other accounts also need the queue's
    key: `callers` of `operations/kms-key`.
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
      length(var.callers) + length(distinct([for sender in var.senders : sender.service])) <= 19
    )
    error_message = join(" ", [
      "There are ${length(var.callers)} callers beside the services of senders: a queue's policy has 20 statements,",
      "and the module needs one, write at most 19 together, and one organization_id instead of its accounts.",
    ])
  }
}

variable "queue" {
  description = <<-EOT
    Queue whose policy it is: `messaging/sqs-queue` as a whole, with `senders = null`, or a queue that exists already.
    Its `dead_letter_queue` gets the same policy.
  EOT
  type = object({
    arn               = string
    url               = string
    dead_letter_queue = optional(object({ arn = string, url = string }))
  })
  nullable = false
}

variable "senders" {
  description = <<-EOT
    AWS services that send to the queue, by a name of your choice, as in `messaging/sqs-queue`: the service's short name
    (`events`, `sns`, `s3`) and the ARN of the rule, topic or bucket it sends for. Roles need no entry: they carry
    the queue's `grants.send`.
  EOT
  type        = map(object({ service = string, source_arn = string }))
  nullable    = false

  validation {
    condition = alltrue([for sender in var.senders : can(regex("^[a-z0-9-]+$", sender.service))])
    error_message = join(" ", [
      "senders holds the services ${jsonencode([for sender in var.senders : sender.service])}: write short",
      "names, such as \"events\" for events.amazonaws.com.",
    ])
  }
}
