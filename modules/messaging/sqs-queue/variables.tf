variable "name" {
  description = <<-EOT
    Name of the queue, without `.fifo`.
    The dead-letter queue is called the same with `-dead-letters` behind it.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,62}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 62 letters, digits, \"_\" or \"-\", without \".fifo\" (it is added),",
      "for example \"shop-prod-welcome\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the queues and their alarms."
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
    ARNs to notify when a message reaches the dead-letter queue or waits too long, usually one SNS topic.
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

variable "alarm_age_seconds" {
  description = "Age of the oldest waiting message, in seconds, that raises the alarm."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.alarm_age_seconds >= 60 && floor(var.alarm_age_seconds) == var.alarm_age_seconds
    error_message = "alarm_age_seconds is ${var.alarm_age_seconds}: the age is measured each minute, write 60 or more."
  }
}

variable "dead_letter" {
  description = <<-EOT
    Where a message goes that was received `max_receives` times and never deleted, and for how many days it is
    kept there. null leaves poison messages in the queue until they expire.
  EOT
  type = object({
    max_receives   = optional(number, 5)
    retention_days = optional(number, 14)
  })
  default = {}

  validation {
    condition = (
      var.dead_letter == null ? true :
      var.dead_letter.max_receives >= 1 &&
      var.dead_letter.max_receives <= 1000 &&
      floor(var.dead_letter.max_receives) == var.dead_letter.max_receives
    )
    error_message = join(" ", [
      "dead_letter.max_receives is ${try(var.dead_letter.max_receives, 0)}: write 1 to 1000. With Lambda as",
      "consumer 5 or more, since a throttled call counts as a receive.",
    ])
  }

  validation {
    condition = (
      var.dead_letter == null ? true :
      var.dead_letter.retention_days >= var.retention_days &&
      var.dead_letter.retention_days <= 14 &&
      floor(var.dead_letter.retention_days) == var.dead_letter.retention_days
    )
    error_message = join(" ", [
      "dead_letter.retention_days is ${try(var.dead_letter.retention_days, 0)}: write at least the queue's",
      "retention_days (${var.retention_days}) and at most 14, since a message's age counts on from when it was",
      "sent.",
    ])
  }
}

variable "delay_seconds" {
  description = "Seconds for which a new message stays hidden."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.delay_seconds >= 0 && var.delay_seconds <= 900 && floor(var.delay_seconds) == var.delay_seconds
    error_message = "delay_seconds is ${var.delay_seconds}: write 0 to 900 seconds."
  }
}

variable "fifo" {
  description = <<-EOT
    Makes the queue keep the order within a message group and drop duplicates sent within 5 minutes.
    `content_based_deduplication` takes equal bodies for duplicates; `high_throughput` counts limits and
    duplicates per group.
    Cannot be changed later: a change replaces the queue.
  EOT
  type = object({
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, true)
  })
  default = null
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the messages, from `operations/kms-key`.
    Without one, SQS encrypts with a key of its own.
    With one, each service in `senders` must be in the key's `services`.
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
}

variable "retention_days" {
  description = "Days for which a message waits to be consumed."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition = (
      var.retention_days >= 1 &&
      var.retention_days <= 14 &&
      floor(var.retention_days) == var.retention_days
    )
    error_message = "retention_days is ${var.retention_days}: SQS keeps messages for up to 14 days, write 1 to 14."
  }
}

variable "senders" {
  description = <<-EOT
    AWS services that send to the queue, by a name of your choice: the service's short name (`events`, `sns`,
    `s3`) and the ARN of the rule, topic or bucket it sends for.
    They may send to the dead-letter queue too, so that it can serve as theirs.
    Roles need no entry: they carry `grants.send`. null leaves the policy to `messaging/queue-policy`, for queues
    and senders by `for_each`.
  EOT
  type        = map(object({ service = string, source_arn = string }))
  default     = {}

  validation {
    condition = alltrue([for sender in coalesce(var.senders, {}) : can(regex("^[a-z0-9-]+$", sender.service))])
    error_message = join(" ", [
      "senders holds the services ${jsonencode([for sender in coalesce(var.senders, {}) : sender.service])}:",
      "write short names, such as \"events\" for events.amazonaws.com.",
    ])
  }

  validation {
    condition = alltrue([
      for sender in coalesce(var.senders, {}) :
      contains(coalesce(try(var.kms_key.services, null), [sender.service]), sender.service)
    ])
    error_message = join(" ", [
      "senders holds the services",
      join(", ", [for sender in coalesce(var.senders, {}) : sender.service]),
      "and kms_key only ${jsonencode(try(var.kms_key.services, []))}: what they send would be lost, write each of them",
      "into the key's services.",
    ])
  }
}

variable "visibility_timeout_seconds" {
  description = <<-EOT
    Seconds for which a received message is hidden from other consumers.
    Write six times the timeout of the function that consumes it, so that Lambda can retry a throttled batch.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.visibility_timeout_seconds >= 0 &&
      var.visibility_timeout_seconds <= 43200 &&
      floor(var.visibility_timeout_seconds) == var.visibility_timeout_seconds
    )
    error_message = join(" ", [
      "visibility_timeout_seconds is ${var.visibility_timeout_seconds}: write 0 to 43200",
      "seconds (12 hours).",
    ])
  }
}

variable "wait_seconds" {
  description = <<-EOT
    Seconds for which a receive waits for a message.
    Long polling costs fewer requests than asking again and again.
  EOT
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.wait_seconds >= 0 && var.wait_seconds <= 20 && floor(var.wait_seconds) == var.wait_seconds
    error_message = "wait_seconds is ${var.wait_seconds}: write 0 to 20 seconds."
  }
}
