variable "name" {
  description = "Name of the role. Cannot be changed later: a change replaces the role."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_+=,.@-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is ${jsonencode(var.name)}: write 1 to 64 letters, digits or \"_+=,.@-\", for",
      "example \"shop-prod-reports\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the role."
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
    Who may assume the role, by a name of your choice; of each exactly one of `service` (an AWS service's short
    name, such as `lambda`), `account_id` (the principals that the account's own policies allow), `role_arn` and
    `organization_id`. `source_arn` binds a service to the resource it works for; without it, to this account.
    `external_id` is what another company's account must send along.
  EOT
  type = map(object({
    account_id      = optional(string)
    external_id     = optional(string)
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
      "callers holds ${jsonencode(keys(var.callers))}: write exactly one of service, account_id, role_arn and",
      "organization_id for each, for example { jobs = { service = \"scheduler\" } }.",
    ])
  }

  validation {
    condition     = length(var.callers) + length(var.web_identities) > 0
    error_message = "callers and web_identities are empty: write who may assume the role, it is of no use otherwise."
  }

  validation {
    condition = alltrue([
      for caller in var.callers : can(regex("^[a-z0-9.-]+$", coalesce(caller.service, "-")))
      && !endswith(coalesce(caller.service, "-"), ".amazonaws.com")
    ])
    error_message = join(" ", [
      "callers holds the services",
      "${jsonencode([for caller in var.callers : caller.service if caller.service != null])}:",
      "write short names, such as \"scheduler\" for scheduler.amazonaws.com.",
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
    condition = alltrue([
      for caller in var.callers : caller.source_arn == null
      || (caller.service != null && can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", caller.source_arn)))
    ])
    error_message = join(" ", [
      "callers has the source_arn",
      "${jsonencode([for caller in var.callers : caller.source_arn if caller.source_arn != null])}:",
      "write an ARN, and only beside a service.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : caller.external_id == null || (
        caller.service == null && can(regex("^[a-zA-Z0-9_+=,.@:/-]{2,}$", caller.external_id))
        && try(length(caller.external_id), 0) <= 1224
      )
    ])
    error_message = join(" ", [
      "callers has an external_id that cannot be: write 2 to 1224 letters, digits or \"_+=,.@:/-\", and only",
      "beside account_id, role_arn or organization_id.",
    ])
  }
}

variable "description" {
  description = "What the role is for."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^[\\t\\n\\r\\x20-\\x7e\\xa1-\\xff]{0,1000}$", var.description))
    error_message = "description is ${jsonencode(var.description)}: write up to 1000 letters of Latin script."
  }
}

variable "grants" {
  description = <<-EOT
    What the role may do: grants of other modules, for example
    `[module.users.grants.read_write, module.events.grants.publish]`. Wildcards are refused: an action is named in
    full, and a resource is neither everything nor everything of its kind.
  EOT
  type = list(list(object({
    actions    = list(string)
    resources  = list(string)
    conditions = list(object({ test = string, variable = string, values = list(string) }))
  })))
  default  = []
  nullable = false

  validation {
    condition = alltrue([
      for action in flatten([for each in flatten(var.grants) : each.actions]) : can(regex(local.whole, action))
    ])
    error_message = join(" ", concat(
      ["grants hold actions with wildcards:"],
      distinct([
        for action in flatten([for each in flatten(var.grants) : each.actions]) :
        "instead of ${action} write ${lookup(local.instead, split(":", action)[0], "each action in full")};"
        if !can(regex(local.whole, action))
      ]),
      ["see their READMEs for the others."],
    ))
  }

  validation {
    condition = alltrue([
      for each in flatten(var.grants) : length(setsubtract(each.actions, local.unscoped_actions)) == 0
      if anytrue([for resource in each.resources : can(regex(local.everything, resource))])
    ])
    error_message = join(" ", concat(
      ["grants allow on every resource there is:"],
      distinct(flatten([
        for each in flatten(var.grants) : [
          for action in setsubtract(each.actions, local.unscoped_actions) :
          "instead of ${action} write ${lookup(local.instead, split(":", action)[0], "the ARNs it is about")};"
        ] if anytrue([for resource in each.resources : can(regex(local.everything, resource))])
      ])),
      ["an action that AWS knows no resource for belongs into unscoped_actions."],
    ))
  }

  validation {
    condition = alltrue([
      for each in flatten(var.grants) : contains(each.conditions[*].variable, "iam:PassedToService")
      if contains(each.actions, "iam:PassRole")
    ])
    error_message = join(" ", [
      "grants hold iam:PassRole to any service: write grants.pass of operations/iam-role, or the condition",
      "iam:PassedToService.",
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

variable "session_seconds" {
  description = "Seconds that a session of the role may last at most."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition = (
      var.session_seconds >= 3600 && var.session_seconds <= 43200 && floor(var.session_seconds) == var.session_seconds
    )
    error_message = "session_seconds is ${var.session_seconds}: write 3600 to 43200 seconds (12 hours)."
  }
}

variable "unscoped_actions" {
  description = <<-EOT
    Actions that AWS knows no resource for, beside those that the module knows (`ecr:GetAuthorizationToken`,
    `cloudwatch:PutMetricData`, …): only these may be granted on `*`.
  EOT
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for action in var.unscoped_actions : can(regex(local.whole, action))])
    error_message = join(" ", [
      "unscoped_actions is ${jsonencode(var.unscoped_actions)}: write each action in full, for example",
      "\"textract:AnalyzeDocument\".",
    ])
  }
}

variable "web_identities" {
  description = <<-EOT
    Who may assume the role with a token of an OpenID Connect provider, by a name of your choice: the provider, for
    instance of an EKS cluster (`{ arn = module.cluster.oidc_provider.arn }`), and the `subjects` it names in its
    tokens, of which the end may be a `*`. `operations/deploy-roles` makes those of GitHub and GitLab.
  EOT
  type = map(object({
    audience = optional(string, "sts.amazonaws.com")
    provider = object({ arn = string })
    subjects = list(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for each in var.web_identities : can(regex("^arn:[^:]+:iam::[0-9]{12}:oidc-provider/.+$", each.provider.arn))
    ])
    error_message = join(" ", [
      "web_identities has the providers ${jsonencode([for each in var.web_identities : each.provider.arn])}:",
      "write the ARN of an OpenID Connect provider, arn:aws:iam::…:oidc-provider/….",
    ])
  }

  # A subject that begins with a wildcard lets in every repository of the world.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
  validation {
    condition = alltrue([
      for each in var.web_identities : length(each.subjects) > 0 && alltrue([
        for subject in each.subjects : can(regex("^([^*?]+|[^*?]*([/:][^*?/:]+){2}[/:]\\*)$", subject))
      ])
    ])
    error_message = join(" ", [
      "web_identities has the subjects ${jsonencode(flatten([for each in var.web_identities : each.subjects]))}:",
      "write whole ones, or ones whose \"*\" stands at the end behind the name of a repository, for",
      "example \"repo:your-org/shop:*\".",
    ])
  }
}
