variable "name" {
  description = <<-EOT
    Domain name of the certificate, or a wildcard such as `*.example.com`. Cannot be changed later: a change
    replaces the certificate, after the new one is issued.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = length(var.name) <= 64 && can(
      regex("^(\\*[.])?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", var.name)
    )
    error_message = join(" ", [
      "name is ${jsonencode(var.name)}: write a domain name of up to 64 characters in small letters, for example",
      "\"shop.example.com\" or \"*.example.com\".",
    ])
  }
}

variable "tags" {
  description = "Tags of certificate and alarm."
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
    ARNs to notify when the certificate is about to end, usually one SNS topic. Without any, there is no alarm.
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

variable "alarm_days" {
  description = "Days before its end from which on the alarm is raised. ACM renews 60 days before it."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.alarm_days >= 1 && var.alarm_days <= 59 && floor(var.alarm_days) == var.alarm_days
    error_message = "alarm_days is ${var.alarm_days}: write 1 to 59 days, ACM renews 60 days before the end."
  }
}

variable "alternative_names" {
  description = "More names of the certificate, all in the same zone."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.alternative_names) <= 9 && alltrue([
      for name in var.alternative_names : name != var.name && can(
        regex("^(\\*[.])?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$", name)
      )
    ])
    error_message = join(" ", [
      "alternative_names is ${jsonencode(var.alternative_names)}: write up to 9 domain names in small letters, without",
      "the first one.",
    ])
  }
}

variable "key_algorithm" {
  description = <<-EOT
    `EC_prime256v1`, `EC_secp384r1` or `RSA_2048`. RSA is for clients that are too old for elliptic curves. A change
    replaces the certificate.
  EOT
  type        = string
  default     = "EC_prime256v1"
  nullable    = false

  validation {
    condition = contains(["EC_prime256v1", "EC_secp384r1", "RSA_2048"], var.key_algorithm)
    error_message = join(" ", [
      "key_algorithm is ${jsonencode(var.key_algorithm)}: write \"EC_prime256v1\", \"EC_secp384r1\" or",
      "\"RSA_2048\".",
    ])
  }
}

variable "validated_by" {
  description = <<-EOT
    The same certificate in another region, this module as a whole: its records validate this one too. For the CDN,
    whose certificates are in us-east-1. null makes records in `zone`.
  EOT
  type        = object({ records = list(string) })
  default     = null

  validation {
    condition     = (var.validated_by == null) != (var.zone == null)
    error_message = "zone and validated_by: write exactly one, the zone for the first certificate of these names."
  }
}

variable "zone" {
  description = "Public zone of Route 53 that the names are in."
  type        = object({ zone_id = string })
  default     = null
}
