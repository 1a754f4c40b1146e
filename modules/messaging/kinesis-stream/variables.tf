variable "name" {
  description = "Name of the stream."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]{1,128}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 128 letters, digits, \".\", \"_\" or \"-\", for example",
      "\"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the stream and its alarms."
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
    ARNs to notify when a consumer falls behind or the stream is throttled, usually one SNS topic.
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

variable "alarm_iterator_age_seconds" {
  description = "Seconds for which a record may wait to be read before the alarm is raised."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition = var.alarm_iterator_age_seconds >= 1 && var.alarm_iterator_age_seconds < var.retention_hours * 3600
    error_message = join(" ", [
      "alarm_iterator_age_seconds is ${var.alarm_iterator_age_seconds}: write 1 or more, and less than the",
      "${var.retention_hours * 3600} s for which records are kept.",
    ])
  }
}

variable "consumers" {
  description = <<-EOT
    Names of consumers with a throughput of their own (enhanced fan-out): 2 MB per second and shard each, while
    all others share as much.
    They are paid for by the hour.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = (
      length(var.consumers) <= 20 &&
      alltrue([for name in var.consumers : can(regex("^[a-zA-Z0-9_.-]{1,128}$", name))])
    )
    error_message = join(" ", [
      "consumers is ${jsonencode(var.consumers)}: write up to 20 names of letters, digits, \".\", \"_\" or",
      "\"-\".",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the records, from `operations/kms-key`.
    Without one, Kinesis uses the key AWS keeps for it in your account.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }
}

variable "retention_hours" {
  description = "Hours for which records are kept, 24 hours to 365 days. More than 24 costs more."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition = (
      var.retention_hours >= 24 && var.retention_hours <= 8760 && floor(var.retention_hours) == var.retention_hours
    )
    error_message = "retention_hours is ${var.retention_hours}: write a whole number from 24 to 8760 (365 days)."
  }
}

variable "shards" {
  description = <<-EOT
    Shards to provision: each takes 1 MB or 1000 records per second, and gives 2 MB to all consumers that share
    it. null is on demand: Kinesis follows the traffic, and charges for that.
  EOT
  type        = number
  default     = null

  validation {
    condition = var.shards == null ? true : var.shards >= 1 && var.shards <= 10000 && floor(var.shards) == var.shards
    error_message = join(" ", [
      "shards is ${coalesce(var.shards, 0)}: write a whole number from 1 to 10000, or leave it out for a stream",
      "on demand.",
    ])
  }
}
