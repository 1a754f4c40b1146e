variable "name" {
  description = "Name of the environment whose requests are traced. Names of groups and rules begin with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,20}$", var.name))
    error_message = "name is \"${var.name}\": write 1 to 20 letters, digits, \"_\" or \"-\", such as \"shop-prod\"."
  }
}

variable "tags" {
  description = "Tags of the groups and rules."
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

variable "collector_image" {
  description = "Image of the OpenTelemetry collector that runs beside containers. Pin the version that you tried."
  type        = string
  default     = "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0"
  nullable    = false

  validation {
    condition = can(regex("^[a-z0-9][^ ]*(:[a-zA-Z0-9_.-]+|@sha256:[0-9a-f]{64})$", var.collector_image)) && (
      !endswith(var.collector_image, ":latest")
    )
    error_message = join(" ", [
      "collector_image is \"${var.collector_image}\": write an image with a version other than \"latest\", such as",
      "\"public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0\".",
    ])
  }
}

variable "groups" {
  description = <<-EOT
    Groups of traces, by a name of your choice: a filter expression says which, such as "responsetime > 2".
    `insights` looks for what is unusual in them, and sends it to EventBridge.
  EOT
  type        = map(object({ filter = string, insights = optional(bool, false) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for key, group in var.groups :
      can(regex("^[a-zA-Z0-9_-]{1,11}$", key)) && length(group.filter) >= 1 && length(group.filter) <= 2000
    ])
    error_message = join(" ", [
      "groups holds ${jsonencode(keys(var.groups))}: write names of 1 to 11 letters, digits, \"_\" or \"-\", and",
      "filters of",
      "1 to 2000 characters.",
    ])
  }
}

variable "indexed" {
  description = "Attributes of spans by which traces are found, up to 50, such as \"shop.order_id\"."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.indexed) <= 50 && alltrue([
      for name in var.indexed : can(regex("^[a-zA-Z0-9_.]+$", name))
    ])
    error_message = "indexed is ${jsonencode(var.indexed)}: write up to 50 names of letters, digits, \"_\" or \".\"."
  }
}

variable "layer_arn" {
  description = "ARN of a version of AWS's OpenTelemetry layer for the region and runtime of your functions."
  type        = string
  default     = null

  validation {
    condition = var.layer_arn == null || can(
      regex("^arn:[^:]+:lambda:[^:]+:[0-9]{12}:layer:[^:]+:[0-9]+$", var.layer_arn)
    )
    error_message = join(" ", [
      "layer_arn is ${jsonencode(var.layer_arn)}: write the ARN of a version of a layer,",
      "arn:aws:lambda:…:layer:…:1.",
    ])
  }
}

variable "sampling" {
  description = <<-EOT
    Which requests are traced, by a name of your choice: the first rule that fits, in the order of `priority`.
    `first_per_second` requests are, and `percent` of the rest.
    `service`, `service_type`, `host`, `method` and `path` say which, with `*` and `?`; so do `attributes`.
  EOT
  type = map(object({
    priority         = number
    attributes       = optional(map(string), {})
    first_per_second = optional(number, 1)
    host             = optional(string, "*")
    method           = optional(string, "*")
    path             = optional(string, "*")
    percent          = optional(number, 5)
    service          = optional(string, "*")
    service_type     = optional(string, "*")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.sampling) : can(regex("^[a-zA-Z0-9_-]{1,11}$", key))])
    error_message = join(" ", [
      "sampling holds ${jsonencode(keys(var.sampling))}: write names of 1 to 11 letters, digits, \"_\" or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for rule in var.sampling : rule.priority >= 1 && rule.priority <= 9999 && floor(rule.priority) == rule.priority
    ]) && length(distinct([for rule in var.sampling : rule.priority])) == length(var.sampling)
    error_message = join(" ", [
      "sampling holds the priorities ${jsonencode([for rule in var.sampling : rule.priority])}: write another one",
      "of 1 to",
      "9999 in each.",
    ])
  }

  validation {
    condition = alltrue([
      for rule in var.sampling :
      rule.percent >= 0 && rule.percent <= 100 && rule.first_per_second >= 0
      && floor(rule.first_per_second) == rule.first_per_second
    ])
    error_message = join(" ", [
      "sampling takes ${jsonencode([for rule in var.sampling : [rule.first_per_second, rule.percent]])}: write",
      "whole numbers",
      "of 0 or more as first_per_second, and 0 to 100 as percent.",
    ])
  }

  validation {
    condition = alltrue([for rule in var.sampling : length(rule.attributes) <= 5])
    error_message = join(" ", [
      "sampling holds the attributes ${jsonencode([for rule in var.sampling : rule.attributes])}: write 5 at most",
      "in each.",
    ])
  }
}
