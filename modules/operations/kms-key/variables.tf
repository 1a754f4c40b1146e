variable "name" {
  description = "Alias of the key, without `alias/`."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-zA-Z0-9/_-]{1,250}$", var.name)) &&
      !startswith(var.name, "aws/") &&
      !startswith(var.name, "alias/")
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 250 letters, digits, \"/\", \"_\" or \"-\", starting with neither",
      "\"alias/\" (it is added) nor \"aws/\" (AWS keeps it), for example \"shop-prod-data\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the key."
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

variable "deletion_window_days" {
  description = <<-EOT
    Days between the order to delete the key and its deletion.
    Until then the deletion can be cancelled; after it everything encrypted with the key is lost.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.deletion_window_days >= 7 &&
      var.deletion_window_days <= 30 &&
      floor(var.deletion_window_days) == var.deletion_window_days
    )
    error_message = join(" ", [
      "deletion_window_days is ${var.deletion_window_days}: AWS waits 7 to 30 days, write a number between",
      "them.",
    ])
  }
}

variable "description" {
  description = "What the key protects."
  type        = string
  default     = "Encrypts data at rest."
  nullable    = false

  validation {
    condition     = length(coalesce(var.description, " ")) <= 8192
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 8192."
  }
}

variable "multi_region" {
  description = <<-EOT
    Whether the key can be replicated to other regions.
    Cannot be changed later: a change replaces the key.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "reader_accounts" {
  description = <<-EOT
    Ids of other accounts whose roles may decrypt with the key, where their own policies let them too: of a table
    or bucket that they read.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for account in var.reader_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "reader_accounts is ${jsonencode(var.reader_accounts)}: write account ids of 12 digits, in quotes."
  }
}

variable "rotation_days" {
  description = "Days between rotations of the key material."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition = (
      var.rotation_days >= 90 &&
      var.rotation_days <= 2560 &&
      floor(var.rotation_days) == var.rotation_days
    )
    error_message = join(" ", [
      "rotation_days is ${var.rotation_days}: AWS rotates every 90 to 2560 days, write a",
      "number between them.",
    ])
  }
}

variable "services" {
  description = <<-EOT
    AWS services that use the key on their own behalf, for resources of this account: `logs` for log groups,
    `delivery.logs` for the logs of state machines and pipes, and for those delivered to buckets, that the key
    encrypts, `cloudfront` for distributions that read from encrypted buckets, `events` for event buses and rules
    that send to encrypted queues and topics, `sns`, `cloudwatch` for alarms that notify an encrypted topic,
    `cloudtrail` and `config` for audits, `budgets` and `costalerts` for budgets that notify one. Services that act
    for a caller (DynamoDB, S3, SQS, Lambda, Secrets Manager) need no entry: the caller's grants carry the key.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for service in var.services : service == "delivery.logs" || can(regex("^[a-z0-9-]+$", service))
    && !contains(["event", "eventbridge", "log", "cloudwatch-logs"], service)])
    error_message = join(" ", [
      "services holds ${jsonencode(var.services)}: write each service's short name, such as \"logs\" for",
      "logs.amazonaws.com.",
    ])
  }
}
