variable "name" {
  description = "Name of the bus."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9/_.-]{1,48}$", var.name)) && var.name != "default"
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 48 letters, digits, \"/\", \".\", \"_\" or \"-\" other than",
      "\"default\" (AWS made that bus), for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the bus."
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

variable "archive" {
  description = <<-EOT
    Days for which published events are kept for replay, and the pattern (JSON) of those to keep; without a
    pattern, all. 0 days keeps them for ever. null keeps none.
  EOT
  type = object({
    retention_days = optional(number, 30)
    pattern        = optional(string)
  })
  default = {}

  validation {
    condition = (
      var.archive == null ? true :
      var.archive.retention_days >= 0 && floor(var.archive.retention_days) == var.archive.retention_days
    )
    error_message = join(" ", [
      "archive.retention_days is ${try(var.archive.retention_days, 0)}: write a whole number of days, or 0 to",
      "keep events for ever.",
    ])
  }

  validation {
    condition = try(var.archive.pattern, null) == null ? true : can(keys(jsondecode(var.archive.pattern)))
    error_message = join(" ", [
      "archive.pattern is ${try(coalesce(var.archive.pattern), "null")}: write a JSON object, such as",
      "jsonencode({ source = [\"shop.users\"] }).",
    ])
  }

  validation {
    condition = try(
      var.archive.pattern == null || length(jsondecode(var.archive.pattern)) > 0 && alltrue(flatten([
        for field in concat([jsondecode(var.archive.pattern)], [
          for value in values(jsondecode(var.archive.pattern)) : value if can(keys(value))
          ]) : [
          for value in values(field) : can(keys(value)) || can(value[0])
        ]
      ])), true
    )
    error_message = join(" ", [
      "archive.pattern is ${try(coalesce(var.archive.pattern), "null")}: write each value as",
      "a list, which holds one at least, for example { source = [\"shop.users\"] }.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for name, value in try(jsondecode(var.archive.pattern), {}) : [
        for matcher in try([for each in value : keys(each) if name != "$or"], []) : [
          for word in matcher : contains(
            ["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"], word
          )
        ]
      ] if !can(keys(value))
    ]))
    error_message = join(" ", [
      "archive.pattern is ${try(coalesce(var.archive.pattern), "null")}: write matchers that",
      "EventBridge has: prefix, suffix, anything-but, numeric, exists, equals-ignore-case, cidr",
      "or wildcard.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the events, from `operations/kms-key` with `events` among its `services`.
    Without one, EventBridge encrypts with a key of its own.
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

  validation {
    condition = contains(coalesce(try(var.kms_key.services, null), ["events"]), "events")
    error_message = join(" ", [
      "kms_key has the services ${jsonencode(try(var.kms_key.services, []))}: EventBridge could not use it,",
      "write \"events\" among them.",
    ])
  }
}

variable "publishers" {
  description = <<-EOT
    Other AWS accounts that may publish, or organizations with all their accounts, by a name of your choice.
    Roles of this account need no entry: they carry `grants.publish`.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for publisher in values(var.publishers) : can(regex("^([0-9]{12}|o-[a-z0-9]{10,32})$", publisher))
    ])
    error_message = join(" ", [
      "publishers holds ${jsonencode(var.publishers)}: write 12-digit account ids, or ids of organizations such",
      "as \"o-a1b2c3d4e5\".",
    ])
  }
}
