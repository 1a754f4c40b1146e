variable "name" {
  description = "Beginning of the names of the budgets and monitors."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9 _.-]{1,45}$", var.name))
    error_message = join(" ", [
      "name is ${jsonencode(var.name)}: write 1 to 45 letters, digits, \"_\" or \"-\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of budgets, actions, monitors and subscriptions."
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
  description = "ARNs of one SNS topic whose `publishers` have the services `budgets` and `costalerts`."
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

variable "anomalies" {
  description = <<-EOT
    What AWS watches for unusual cost: all `services` of the account, and `groups` by the values of a tag, by a name of
    your choice. It notifies once an anomaly has cost `impact_usd`. An account has one monitor of services. null
    watches nothing.
  EOT
  type = object({
    groups     = optional(map(object({ key = string, values = list(string) })), {})
    impact_usd = optional(number, 50)
    services   = optional(bool, true)
  })
  default = {}

  validation {
    condition     = var.anomalies == null ? true : var.anomalies.impact_usd >= 1
    error_message = "anomalies.impact_usd is ${try(var.anomalies.impact_usd, 0)}: write 1 dollar or more."
  }

  validation {
    condition = var.anomalies == null ? true : alltrue([
      for tag in var.anomalies.groups : tag.key != "" && length(tag.values) > 0
    ])
    error_message = join(" ", [
      "anomalies.groups is ${jsonencode(try(var.anomalies.groups, {}))}: write a key and values for each, for example",
      "{ orders = { key = \"Service\", values = [\"orders\"] } }.",
    ])
  }

  validation {
    condition = var.anomalies == null || length(var.alarm_actions) + length(var.emails) > 0
    error_message = join(" ", [
      "anomalies is set and nobody is notified: write emails or alarm_actions, or anomalies = null.",
    ])
  }
}

variable "budgets" {
  description = <<-EOT
    What may be spent, by a name of your choice, per `period` (`MONTHLY`, `QUARTERLY`, `ANNUALLY`): of the account, or
    of what has any of the `tags`, or of the AWS `services` named as in the bill. Notified when `actual_percents` are
    spent and when `forecast_percents` are forecast, five in all. `action` attaches a policy to roles once `percent`
    is spent, by itself or, without `automatic`, when somebody approves it.
  EOT
  type = map(object({
    action = optional(object({
      automatic  = optional(bool, false)
      percent    = optional(number, 100)
      policy_arn = string
      role_names = list(string)
    }))
    actual_percents   = optional(list(number), [50, 80, 100])
    amount_usd        = number
    forecast_percents = optional(list(number), [100])
    period            = optional(string, "MONTHLY")
    services          = optional(list(string), [])
    tags              = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for one in var.budgets : length(one.tags) <= 50 && alltrue([
        for key, value in one.tags :
        key != "" && length(key) <= 128 && try(length(value) <= 256, false) && !startswith(lower(key), "aws:")
      ]) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", join("", concat(keys(one.tags), values(one.tags)))))
    ])
    error_message = join(" ", [
      "budgets have the tags ${jsonencode({ for name, one in var.budgets : name => one.tags })}:",
      "write at most 50, keys of 1 to 128 characters that do not begin with \"aws:\" and values of up",
      "to 256, both of letters, digits, spaces",
      "and \"_.:/=+@-\".",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.budgets) : can(regex("^[a-zA-Z0-9 _.-]{1,54}$", name))])
    error_message = join(" ", [
      "budgets holds ${jsonencode(keys(var.budgets))}: write names of 1 to 54 letters, digits or \" _.-\".",
    ])
  }

  validation {
    condition = alltrue([for budget in var.budgets : budget.amount_usd > 0])
    error_message = join(" ", [
      "budgets has the amounts ${jsonencode([for budget in var.budgets : budget.amount_usd])}: write more than",
      "0 dollars.",
    ])
  }

  validation {
    condition = alltrue([for budget in var.budgets : contains(["ANNUALLY", "MONTHLY", "QUARTERLY"], budget.period)])
    error_message = join(" ", [
      "budgets has the periods ${jsonencode([for budget in var.budgets : budget.period])}: write \"MONTHLY\",",
      "\"QUARTERLY\" or \"ANNUALLY\".",
    ])
  }

  validation {
    condition = alltrue([
      for budget in var.budgets : length(budget.actual_percents) + length(budget.forecast_percents) <= 5
      && length(budget.actual_percents) == length(distinct(budget.actual_percents))
      && length(budget.forecast_percents) == length(distinct(budget.forecast_percents))
      && alltrue([for percent in concat(budget.actual_percents, budget.forecast_percents) : percent > 0])
    ])
    error_message = join(" ", [
      "budgets has percents that cannot be: write up to 5 of actual_percents and forecast_percents together, each more",
      "than 0 and once.",
    ])
  }

  validation {
    condition = alltrue([
      for budget in var.budgets : budget.action == null ? true : (
        length(budget.action.role_names) > 0 && budget.action.percent > 0
        && can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", budget.action.policy_arn))
      )
    ])
    error_message = join(" ", [
      "budgets has an action that cannot be: write the ARN of a policy, arn:aws:iam::…:policy/…, role_names, and a",
      "percent of more than 0.",
    ])
  }

  validation {
    condition = length(var.budgets) == 0 || length(var.alarm_actions) + length(var.emails) > 0
    error_message = join(" ", [
      "budgets holds ${jsonencode(keys(var.budgets))} and nobody is notified: write emails or alarm_actions.",
    ])
  }
}

variable "cost_allocation_tags" {
  description = <<-EOT
    Tags that bills and budgets are split by. They are activated in the account that pays for the organization, or in
    one of its own, and a key must have been used for a day before.
  EOT
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for key in var.cost_allocation_tags : can(regex("^[^\\s].{0,127}$", key))])
    error_message = join(" ", [
      "cost_allocation_tags is ${jsonencode(var.cost_allocation_tags)}: write keys of 1 to 128 characters.",
    ])
  }
}

variable "emails" {
  description = "E-mail addresses to notify, up to ten."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.emails) <= 10 && alltrue([
      for email in var.emails : can(regex("^[^@ ]+@[^@ ]+[.][^@ ]+$", email))
    ])
    error_message = "emails is ${jsonencode(var.emails)}: write up to 10 addresses, such as \"ops@example.com\"."
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
