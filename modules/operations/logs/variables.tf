variable "name" {
  description = <<-EOT
    Name of the service or environment that logs.
    It is the namespace of the metrics, and the names of filters and queries begin with it.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_./#-]{1,100}$", var.name)) && !startswith(var.name, "AWS/")
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 100 letters, digits, \"_\", \".\", \"/\", \"#\" or \"-\", not beginning",
      "with",
      "\"AWS/\", such as \"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the log groups and the role."
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

variable "groups" {
  description = <<-EOT
    Log groups to make, by their names, for what no other module makes one for.
    `retention_days` is how long each keeps its logs, 0 for ever.
    `class` is STANDARD, or INFREQUENT_ACCESS for half the price without metric filters, subscriptions and protection.
  EOT
  type = map(object({
    class          = optional(string, "STANDARD")
    retention_days = optional(number, 30)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name in keys(var.groups) : can(regex("^[a-zA-Z0-9_./#-]{1,512}$", name)) && !startswith(name, "aws/")
    ])
    error_message = join(" ", [
      "groups holds ${jsonencode(keys(var.groups))}: write names of 1 to 512 letters, digits, \"_\", \".\", \"/\",",
      "\"#\" or",
      "\"-\", not beginning with \"aws/\", such as \"/shop/prod/audit\".",
    ])
  }

  validation {
    condition = alltrue([for group in var.groups : contains(["INFREQUENT_ACCESS", "STANDARD"], group.class)])
    error_message = join(" ", [
      "groups holds the classes ${jsonencode([for group in var.groups : group.class])}: write \"STANDARD\" or",
      "\"INFREQUENT_ACCESS\".",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.groups : contains(
        [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
        group.retention_days
      )
    ])
    error_message = join(" ", [
      "groups keeps logs for ${jsonencode([for group in var.groups : group.retention_days])} days: CloudWatch Logs",
      "keeps",
      "logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or",
      "3653 days, write one of them, or 0 to keep them for ever.",
    ])
  }
}

variable "kms_key" {
  description = "Key that encrypts the log groups, from `operations/kms-key`, with `logs` among its `services`."
  type        = object({ arn = string, services = optional(list(string)) })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }

  validation {
    condition     = contains(coalesce(try(var.kms_key.services, null), ["logs"]), "logs")
    error_message = "kms_key has the services ${jsonencode(try(var.kms_key.services, null))}: write \"logs\" into them."
  }
}

variable "metric_filters" {
  description = <<-EOT
    Metrics of lines in logs, by the name of each metric.
    `log_group_name` is one of `groups` or one that exists, such as the output of another module.
    `pattern` finds the lines. `value` is counted for each, a number or what the line says, such as "$.latency_ms".
    `default` is the value where lines came and none matched; one with `dimensions` has none.
    `dimensions` are what the line says by a name of your choice, three at most: { Shop = "$.shop" }.
  EOT
  type = map(object({
    log_group_name = string
    pattern        = string
    default        = optional(number, 0)
    dimensions     = optional(map(string), {})
    unit           = optional(string, "None")
    value          = optional(string, "1")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.metric_filters) : can(regex("^[a-zA-Z0-9_.-]{1,128}$", name))])
    error_message = join(" ", [
      "metric_filters holds ${jsonencode(keys(var.metric_filters))}: write names of 1 to 128 letters or digits.",
    ])
  }

  validation {
    condition = alltrue([
      for filter in var.metric_filters :
      can(regex("^(-?[0-9]+([.][0-9]+)?|[$][.\\[\\]a-zA-Z0-9_@-]+)$", filter.value)) && length(filter.pattern) <= 1024
    ])
    error_message = join(" ", [
      "metric_filters counts ${jsonencode([for filter in var.metric_filters : filter.value])}: write a number or a",
      "member of",
      "the line, such as \"$.latency_ms\", and patterns of up to 1024 characters.",
    ])
  }

  validation {
    condition = alltrue([
      for filter in var.metric_filters :
      length(filter.dimensions) <= 3 && alltrue([for value in filter.dimensions : startswith(value, "$")])
    ])
    error_message = join(" ", [
      "metric_filters holds the dimensions ${jsonencode([for filter in var.metric_filters : filter.dimensions])}:",
      "write up",
      "to 3 members of the line, such as { Shop = \"$.shop\" }.",
    ])
  }

  validation {
    condition = alltrue([
      for filter in var.metric_filters :
      contains(["Bytes", "Count", "Milliseconds", "None", "Percent", "Seconds"], filter.unit)
    ])
    error_message = join(" ", [
      "metric_filters holds the units ${jsonencode([for filter in var.metric_filters : filter.unit])}: write",
      "\"Bytes\",",
      "\"Count\", \"Milliseconds\", \"None\", \"Percent\" or \"Seconds\".",
    ])
  }

  validation {
    condition = alltrue([
      for filter in var.metric_filters : try(var.groups[filter.log_group_name].class, "STANDARD") == "STANDARD"
    ])
    error_message = join(" ", [
      "metric_filters reads ${jsonencode([for filter in var.metric_filters : filter.log_group_name])}: CloudWatch Logs",
      "measures nothing in log groups of the class INFREQUENT_ACCESS, write another one or leave out its class.",
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

variable "protected" {
  description = <<-EOT
    What is masked in `groups`, by the names of AWS's data identifiers: EmailAddress, CreditCardNumber, IpAddress.
    It costs $0.12 for each GB that is logged.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for identifier in var.protected : can(regex("^[A-Z][a-zA-Z]+(-[A-Z]{2})?$", identifier))])
    error_message = join(" ", [
      "protected is ${jsonencode(var.protected)}: write names such as \"EmailAddress\" or \"PhoneNumber-DE\".",
    ])
  }
}

variable "queries" {
  description = <<-EOT
    Queries of Logs Insights that stand ready in the console, by a name of your choice.
    `text` is the query, and `log_group_names` what it reads.
  EOT
  type        = map(object({ text = string, log_group_names = list(string) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for key, query in var.queries :
      can(regex("^[^:*]{1,100}$", key)) && length(query.text) >= 1 && length(query.text) <= 10000
      && length(query.log_group_names) >= 1 && length(query.log_group_names) <= 50
    ])
    error_message = join(" ", [
      "queries holds ${jsonencode(keys(var.queries))}: write names of 1 to 100 characters without \":\" and \"*\",",
      "texts of",
      "1 to 10000 characters and 1 to 50 log groups.",
    ])
  }
}

variable "subscriptions" {
  description = <<-EOT
    What is delivered on as it comes, by a name of your choice: the lines of `log_group_name` that `pattern` finds, all
    without one, go to a `firehose`, from `messaging/firehose`. A log group has two at most.
  EOT
  type = map(object({
    firehose       = object({ arn = string })
    log_group_name = string
    pattern        = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for subscription in var.subscriptions :
      can(regex("^arn:[^:]+:firehose:[^:]+:[0-9]{12}:deliverystream/.+$", subscription.firehose.arn))
      && length(subscription.pattern) <= 1024
    ])
    error_message = join(" ", [
      "subscriptions deliver to ${jsonencode([for each in var.subscriptions : each.firehose])}: write ARNs of delivery",
      "streams, and patterns of up to 1024 characters.",
    ])
  }

  validation {
    condition = alltrue([
      for name in distinct([for each in var.subscriptions : each.log_group_name]) :
      length([for each in var.subscriptions : each if each.log_group_name == name]) <= 2
    ])
    error_message = join(" ", [
      "subscriptions read ${jsonencode([for each in var.subscriptions : each.log_group_name])}: a log group has 2",
      "at most,",
      "write one pattern of several.",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.subscriptions : try(var.groups[each.log_group_name].class, "STANDARD") == "STANDARD"
    ])
    error_message = join(" ", [
      "subscriptions read ${jsonencode([for each in var.subscriptions : each.log_group_name])}: CloudWatch Logs",
      "delivers",
      "nothing of the class INFREQUENT_ACCESS, write another one or leave out its class.",
    ])
  }
}
