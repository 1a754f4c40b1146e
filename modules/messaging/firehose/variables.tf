variable "name" {
  description = "Name of the delivery stream. The name of its role begins with it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \".\", \"_\" or \"-\", for example",
      "\"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the delivery stream, its role, log group and alarms."
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
    ARNs to notify when deliveries fail or are late, records are refused or the transform fails, usually one SNS
    topic.
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

variable "alarm_freshness_seconds" {
  description = "Age in seconds of the oldest record not yet delivered that raises the alarm."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition = var.alarm_freshness_seconds > var.buffer.seconds
    error_message = join(" ", [
      "alarm_freshness_seconds is ${var.alarm_freshness_seconds}: records wait for ${var.buffer.seconds} s in",
      "the buffer, write more than that.",
    ])
  }
}

variable "bucket" {
  description = "Where the records go, from `data/s3-bucket`. Its key encrypts the objects."
  type = object({
    arn  = string
    name = string
    grants = object({
      read_write = list(
        object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        })
      )
    })
  })
  nullable = false
}

variable "buffer" {
  description = <<-EOT
    An object is written after so many `seconds` or `megabytes`, whichever comes first.
    By default 5 MB, with `partition_keys` 64, the least Firehose takes then.
  EOT
  type        = object({ seconds = optional(number, 300), megabytes = optional(number) })
  default     = {}
  nullable    = false

  validation {
    condition = (
      var.buffer.seconds >= 0 && var.buffer.seconds <= 900 && floor(var.buffer.seconds) == var.buffer.seconds
    )
    error_message = "buffer.seconds is ${var.buffer.seconds}: write 0 to 900."
  }

  validation {
    condition = (
      var.buffer.megabytes == null ? true :
      var.buffer.megabytes >= (length(var.partition_keys) == 0 ? 1 : 64) &&
      var.buffer.megabytes <= 128 &&
      floor(var.buffer.megabytes) == var.buffer.megabytes
    )
    error_message = join(" ", [
      "buffer.megabytes is ${coalesce(var.buffer.megabytes, 0)}: write 1 to 128, and with partition_keys 64 to",
      "128.",
    ])
  }
}

variable "compression" {
  description = "How objects are compressed: `GZIP`, `Snappy`, `ZIP`, `HADOOP_SNAPPY` or `UNCOMPRESSED`."
  type        = string
  default     = "GZIP"
  nullable    = false

  validation {
    condition = contains(["GZIP", "HADOOP_SNAPPY", "Snappy", "UNCOMPRESSED", "ZIP"], var.compression)
    error_message = join(" ", [
      "compression is \"${var.compression}\": write \"GZIP\", \"HADOOP_SNAPPY\", \"Snappy\", \"UNCOMPRESSED\"",
      "or \"ZIP\".",
    ])
  }
}

variable "error_prefix" {
  description = <<-EOT
    Folder of what could not be transformed, partitioned or delivered.
    Below it stand the kind of error (`processing-failed`) and the time.
  EOT
  type        = string
  default     = "errors/"
  nullable    = false

  validation {
    condition = can(regex("^([^!{}]+/)?$", var.error_prefix))
    error_message = join(" ", [
      "error_prefix is \"${var.error_prefix}\": write a folder that ends in \"/\", such as \"errors/\", without",
      "expressions.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the records while they wait, from `operations/kms-key`.
    Without one, Firehose uses a key of its own.
    With `stream` they wait there.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.kms_key == null || var.stream == null
    error_message = join(" ", [
      "kms_key is set together with stream: records that come from Kinesis are encrypted there, leave out",
      "kms_key.",
    ])
  }

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }
}

variable "log" {
  description = <<-EOT
    The log group in which failed deliveries stand: for how many days, and the key that encrypts it, which must
    list `logs` in its `services`.
  EOT
  type        = object({ retention_days = optional(number, 30), kms_key = optional(object({ arn = string })) })
  default     = {}
  nullable    = false

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log.retention_days
    )
    error_message = join(" ", [
      "log.retention_days is ${var.log.retention_days}: CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60,",
      "90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, write one of",
      "them, or 0 to keep them for ever.",
    ])
  }

  validation {
    condition = try(var.log.kms_key, null) == null || can(
      regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.log.kms_key.arn)
    )
    error_message = join(" ", [
      "log.kms_key is ${jsonencode(try(var.log.kms_key, null))}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }
}

variable "partition_keys" {
  description = <<-EOT
    Parts of the records by which objects are laid into folders, as paths of jq by name: `{ customer = ".customer"
    }` makes `customer=7/`.
    The records must be JSON.
    Whether there are any cannot be changed later: that replaces the delivery stream.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for name, path in var.partition_keys :
      can(regex("^[a-zA-Z0-9_]+$", name)) &&
      can(regex("^\\.[^.]", path)) &&
      alltrue([
        for pair in [["[", "]"], ["(", ")"], ["{", "}"]] :
        length(split(pair[0], path)) == length(split(pair[1], path))
      ])
    ])
    error_message = join(" ", [
      "partition_keys is ${jsonencode(var.partition_keys)}: write names of letters, digits or \"_\", and paths",
      "such as \".customer\".",
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

variable "prefix" {
  description = "Folder of the objects. Below it stand `partition_keys` and `time_partition`."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition = can(regex("^([^!{}]+/)?$", var.prefix))
    error_message = join(" ", [
      "prefix is \"${var.prefix}\": write a folder that ends in \"/\", such as \"orders/\"; write expressions",
      "into partition_keys and time_partition.",
    ])
  }
}

variable "stream" {
  description = <<-EOT
    Stream to read from, from `messaging/kinesis-stream`.
    Without one, records are put directly, with `grants.put`.
    Cannot be changed later: a change replaces the delivery stream.
  EOT
  type = object({
    arn = string
    grants = object({
      consume = list(
        object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        })
      )
    })
  })
  default = null
}

variable "time_partition" {
  description = "Folders by the time of arrival (UTC), below all others."
  type        = string
  default     = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
  nullable    = false

  validation {
    condition = can(regex("!\\{timestamp:[^}]+\\}.*/$", var.time_partition))
    error_message = join(" ", [
      "time_partition is \"${var.time_partition}\": write folders with a timestamp, such as",
      "\"!{timestamp:yyyy/MM/dd}/\". Without one, Firehose adds its own.",
    ])
  }
}

variable "transform" {
  description = <<-EOT
    Function that changes, drops or refuses records before they are delivered, from `serverless/lambda-function`.
    It answers each `recordId` with `result` (`Ok`, `Dropped`, `ProcessingFailed`) and `data`.
  EOT
  type = object({
    function = object({
      arn             = string
      timeout_seconds = number
      grants = object({
        invoke = list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      })
    })
  })
  default = null

  validation {
    condition = var.transform == null ? true : var.transform.function.timeout_seconds <= 300
    error_message = join(" ", [
      "transform.function has a timeout of ${try(var.transform.function.timeout_seconds, 0)} s: Firehose waits",
      "for 300, write timeout_seconds of 300 or less in the function's module.",
    ])
  }
}
