variable "name" {
  description = "Beginning of the names of roles and policies."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,32}$", var.name))
    error_message = "name is ${jsonencode(var.name)}: write 1 to 32 letters, digits or \"_.-\", for example \"shop\"."
  }
}

variable "tags" {
  description = "Tags of roles, policies and providers."
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

variable "environments" {
  description = <<-EOT
    What pipelines deploy, by the environment's name, which is also GitHub's environment: where its `state` is (its
    `key` in the bucket), the `branch` that is deployed, and the `policy` of the role that applies it, as
    `./invokew local.record --policy` drafts it. Of this policy the role that plans gets what only looks.
  EOT
  type = map(object({
    branch = optional(string, "main")
    policy = string
    state = object({
      bucket  = string
      key     = string
      kms_key = optional(object({ arn = string }))
    })
  }))
  nullable = false

  validation {
    condition = alltrue([
      for one in var.environments :
      one.state.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", one.state.kms_key.arn))
    ])
    error_message = join(" ", [
      "environments have the state keys ${jsonencode([for one in var.environments : one.state.kms_key])}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }

  validation {
    condition = length(var.environments) > 0 && alltrue([
      for name in keys(var.environments) : can(regex("^[a-zA-Z0-9_-]{1,20}$", name))
    ])
    error_message = join(" ", [
      "environments holds ${jsonencode(keys(var.environments))}: write at least one, with a name of 1 to 20 letters,",
      "digits, \"_\" or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for environment in var.environments : try(alltrue([
        for statement in jsondecode(environment.policy).Statement :
        statement.Effect == "Allow" && length(flatten([statement.Action])) > 0
        && length(flatten([statement.Resource])) > 0
      ]), false)
    ])
    error_message = join(" ", [
      "environments has a policy that is none of Allow statements with Action and Resource: write the JSON that",
      "./invokew local.record --policy prints.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for environment in var.environments : try([
        for statement in jsondecode(environment.policy).Statement : [
          for action in flatten([statement.Action]) : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", action))
        ]
      ], [])
    ]))
    error_message = join(" ", [
      "environments has a policy with wildcard actions: write each action in full, as ./invokew local.record --policy",
      "prints them.",
    ])
  }

  validation {
    condition = alltrue([for environment in var.environments : can(regex("^[^*?: ]{1,200}$", environment.branch))])
    error_message = join(" ", [
      "environments has the branches ${jsonencode([for environment in var.environments : environment.branch])}: write",
      "one branch for each, without wildcards.",
    ])
  }

  validation {
    condition = alltrue([
      for environment in var.environments : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", environment.state.bucket))
      && can(regex("^[^*?/][^*?]*$", environment.state.key))
    ])
    error_message = join(" ", [
      "environments has the states ${jsonencode([for environment in var.environments : environment.state])}: write the",
      "name of a bucket and a key without wildcards, for example { bucket = \"shop-state\", key = \"prod.tfstate\" }.",
    ])
  }
}

variable "existing_providers" {
  description = <<-EOT
    OpenID Connect providers that the account has already, `github` or `gitlab`: an account has one for an issuer.
  EOT
  type        = map(object({ arn = string }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for forge, provider in var.existing_providers : contains(["github", "gitlab"], forge)
      && can(regex("^arn:[^:]+:iam::[0-9]{12}:oidc-provider/.+$", provider.arn))
    ])
    error_message = join(" ", [
      "existing_providers is ${jsonencode(var.existing_providers)}: write github or gitlab, with the ARN of a",
      "provider, arn:aws:iam::…:oidc-provider/….",
    ])
  }
}

variable "github" {
  description = <<-EOT
    Repository on GitHub whose workflows take the roles: its pull requests and its branch plan, its job with
    `environment: <name>` applies. Protect that environment: who may deploy to it may use the role.
  EOT
  type        = object({ repository = string })
  default     = null

  validation {
    condition = var.github == null || can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9_.-]+$", var.github.repository))
    error_message = join(" ", [
      "github.repository is ${jsonencode(try(var.github.repository, null))}: write the owner and the name, for example",
      "\"your-org/shop\".",
    ])
  }

  validation {
    condition     = var.github != null || var.gitlab != null
    error_message = "github and gitlab are both missing: write at least one of them."
  }
}

variable "gitlab" {
  description = <<-EOT
    Project on GitLab whose pipelines take the roles: those of any of its branches plan, those of the environment's
    branch apply. Protect that branch. `url` is of a GitLab of your own, which AWS must reach.
  EOT
  type        = object({ project = string, url = optional(string, "https://gitlab.com") })
  default     = null

  validation {
    condition = var.gitlab == null ? true : (
      can(regex("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+$", var.gitlab.project))
      && can(regex("^https://[a-z0-9.-]+(:[0-9]+)?$", var.gitlab.url))
    )
    error_message = join(" ", [
      "gitlab is ${jsonencode(var.gitlab)}: write the path of a project, for example \"your-group/shop\", and a url",
      "that begins with https:// and has no slash at its end.",
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

variable "required_boundary" {
  description = <<-EOT
    Policy that every role which the pipeline makes must have as its boundary, an `aws_iam_policy` as a whole. null
    asks for none.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.required_boundary == null || can(
      regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.required_boundary.arn)
    )
    error_message = join(" ", [
      "required_boundary is ${jsonencode(var.required_boundary)}: write the ARN of a policy,",
      "arn:aws:iam::…:policy/….",
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
