variable "name" {
  description = "Name of the table."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 3 to 255 letters, digits, \"_\", \".\" or \"-\", for example",
      "\"shop-prod-users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the table and its alarms."
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
    ARNs to notify when the table throttles or fails, usually one SNS topic.
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

variable "contributor_insights" {
  description = <<-EOT
    Whether CloudWatch shows the keys of the table and of its global indexes that are asked for and refused most:
    which key is hot.
    Costs by the request that it looks at.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the table. Of a replica AWS keeps the setting apart: set it there."
  type        = bool
  default     = true
  nullable    = false
}

variable "global_indexes" {
  description = <<-EOT
    Global secondary indexes by name.
    `projection` is `ALL`, `KEYS_ONLY` or `INCLUDE`; `INCLUDE` names its attributes in `included`.
    `provisioned` (units per second) is for tables with provisioned capacity, and only for them.
  EOT
  type = map(object({
    partition_key = object({ name = string, type = optional(string, "S") })
    sort_key      = optional(object({ name = string, type = optional(string, "S") }))
    projection    = optional(string, "ALL")
    included      = optional(list(string), [])
    provisioned   = optional(object({ read = number, write = number }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for index in var.global_indexes : contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection)
    ])
    error_message = join(" ", [
      "The projection of",
      "${join(
        ", ",
        [
          for name, index in var.global_indexes :
          "${name} is \"${index.projection}\"" if !contains(
            ["ALL", "KEYS_ONLY", "INCLUDE"],
            index.projection
          )
        ]
      )}:",
      "write \"ALL\", \"KEYS_ONLY\" or \"INCLUDE\".",
    ])
  }

  validation {
    condition = alltrue([
      for index in var.global_indexes : (index.projection == "INCLUDE") == (length(index.included) > 0)
    ])
    error_message = join(" ", [
      "In",
      "${join(
        ", ",
        [
          for name, index in var.global_indexes :
          name if(index.projection == "INCLUDE") != (length(index.included) > 0)
        ]
      )},",
      "projection and included disagree: write projection = \"INCLUDE\" together with the attributes to",
      "include, or neither.",
    ])
  }

  validation {
    condition = alltrue([for index in var.global_indexes : (index.provisioned != null) == (var.provisioned != null)])
    error_message = join(" ", [
      "Of ${join(", ", keys(var.global_indexes))}, some state provisioned where the table does not, or the",
      "other way round: write provisioned for the table and every global index, or for none.",
    ])
  }

  validation {
    condition     = length(var.global_indexes) <= 20
    error_message = "There are ${length(var.global_indexes)} global indexes: DynamoDB takes 20, write fewer."
  }

  validation {
    condition = alltrue([for name in keys(var.global_indexes) : can(regex("^[a-zA-Z0-9_.-]{3,255}$", name))])
    error_message = join(" ", [
      "global_indexes are called ${join(", ", keys(var.global_indexes))}: write 3 to 255 letters,",
      "digits, \"_\", \".\" or \"-\".",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the table, from `operations/kms-key`.
    Without one, DynamoDB uses the key AWS keeps for it in your account.
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

variable "limits" {
  description = <<-EOT
    Most request units per second that on-demand capacity may reach: a ceiling on cost.
    To take a ceiling away, write -1, apply, and leave it out then: DynamoDB has to be asked.
  EOT
  type = object({
    read  = optional(number)
    write = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for units in values(var.limits) : coalesce(units, -1) == -1 || coalesce(units, -1) >= 1])
    error_message = "limits is ${jsonencode(var.limits)}: write 1 or more request units, or -1 for no ceiling."
  }

  validation {
    condition     = var.provisioned == null || (var.limits.read == null && var.limits.write == null)
    error_message = "limits and provisioned are both set: limits caps on-demand capacity, write one of them."
  }
}

variable "local_indexes" {
  description = <<-EOT
    Local secondary indexes by name.
    They share the table's partition key and can only be made with the table: a change replaces it.
  EOT
  type = map(object({
    sort_key   = object({ name = string, type = optional(string, "S") })
    projection = optional(string, "ALL")
    included   = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition = length(var.local_indexes) == 0 || var.sort_key != null
    error_message = join(" ", [
      "local_indexes holds ${join(", ", keys(var.local_indexes))}, but the table has no sort_key: write a",
      "sort_key, or use global_indexes.",
    ])
  }

  validation {
    condition     = length(var.local_indexes) <= 5
    error_message = "There are ${length(var.local_indexes)} local indexes: DynamoDB takes 5, write fewer."
  }

  validation {
    condition = alltrue([
      for index in var.local_indexes :
      contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection) &&
      (index.projection == "INCLUDE") == (length(index.included) > 0)
    ])
    error_message = join(" ", [
      "In local_indexes, write projection \"ALL\" or \"KEYS_ONLY\", or \"INCLUDE\" together with the attributes",
      "to include.",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.local_indexes) : can(regex("^[a-zA-Z0-9_.-]{3,255}$", name))])
    error_message = join(" ", [
      "local_indexes are called ${join(", ", keys(var.local_indexes))}: write 3 to 255 letters,",
      "digits, \"_\", \".\" or \"-\".",
    ])
  }
}

variable "partition_key" {
  description = <<-EOT
    Attribute that spreads the items: `type` is `S` (string), `N` (number) or `B` (binary).
    Cannot be changed later: a change replaces the table.
  EOT
  type        = object({ name = string, type = optional(string, "S") })
  nullable    = false

  validation {
    condition = contains(["S", "N", "B"], var.partition_key.type)
    error_message = join(" ", [
      "The type of partition_key is \"${var.partition_key.type}\": write \"S\" (string), \"N\" (number) or",
      "\"B\" (binary).",
    ])
  }

  validation {
    condition     = length(var.partition_key.name) >= 1 && length(var.partition_key.name) <= 255
    error_message = "partition_key.name is \"${var.partition_key.name}\": write 1 to 255 characters."
  }
}

variable "point_in_time_recovery_days" {
  description = "Days back to which the table can be restored, to the second. 0 turns it off."
  type        = number
  default     = 35
  nullable    = false

  validation {
    condition = (
      var.point_in_time_recovery_days >= 0 &&
      var.point_in_time_recovery_days <= 35 &&
      floor(var.point_in_time_recovery_days) == var.point_in_time_recovery_days
    )
    error_message = join(" ", [
      "point_in_time_recovery_days is ${var.point_in_time_recovery_days}: write 1 to 35 days, or 0 to turn",
      "recovery off.",
    ])
  }
}

variable "provisioned" {
  description = <<-EOT
    Provisioned capacity, for steady load: units per second between `min` and `max`, kept near `target_percent`
    use by autoscaling.
    Without it, capacity is on demand.
  EOT
  type = object({
    read  = object({ min = number, max = number, target_percent = optional(number, 70) })
    write = object({ min = number, max = number, target_percent = optional(number, 70) })
  })
  default = null

  validation {
    condition = (
      var.provisioned == null ? true :
      alltrue([for capacity in values(var.provisioned) : 1 <= capacity.min && capacity.min <= capacity.max])
    )
    error_message = join(" ", [
      "provisioned is ${jsonencode(var.provisioned)}: write min of at least 1 and max of at least min, for read",
      "and for write.",
    ])
  }

  validation {
    condition = (
      var.provisioned == null ? true :
      alltrue([
        for capacity in values(var.provisioned) : 20 <= capacity.target_percent && capacity.target_percent <= 90
      ])
    )
    error_message = join(" ", [
      "provisioned is ${jsonencode(var.provisioned)}: DynamoDB scales for a target of 20 to 90 percent, write a",
      "target_percent between them.",
    ])
  }
}

variable "reader_accounts" {
  description = <<-EOT
    Ids of other accounts whose roles may read the table and its indexes by key, where their own policies let them
    too.
    Needs a `kms_key` with the same `reader_accounts`, since AWS's own key is for this account alone.
    Replicas have policies of their own.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for account in var.reader_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "reader_accounts is ${jsonencode(var.reader_accounts)}: write account ids of 12 digits, in quotes."
  }

  validation {
    condition = length(var.reader_accounts) == 0 || var.kms_key != null
    error_message = join(" ", [
      "reader_accounts is ${jsonencode(var.reader_accounts)}, and no other account may use AWS's own key: write",
      "kms_key too, with the same reader_accounts.",
    ])
  }
}

variable "replicas" {
  description = <<-EOT
    Other regions that hold a copy of the table, by region name, each with the key that encrypts it there, whether
    it can be restored to any second (unless said, as the table) and whether it has the table's tags.
    Every copy is written and read, and has another's writes within a second or so.
    Needs `stream`.
    Taking one away deletes that copy.
  EOT
  type = map(object({
    kms_key                = optional(object({ arn = string }))
    point_in_time_recovery = optional(bool)
    propagate_tags         = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition = length(var.replicas) == 0 || var.stream == "NEW_AND_OLD_IMAGES"
    error_message = join(" ", [
      "replicas holds ${join(", ", keys(var.replicas))}: global tables replicate through the stream, write",
      "stream = \"NEW_AND_OLD_IMAGES\".",
    ])
  }

  validation {
    condition     = alltrue([for region in keys(var.replicas) : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "replicas holds ${join(", ", keys(var.replicas))}: write region names such as \"eu-central-1\"."
  }

  # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html
  validation {
    condition = length(var.replicas) == 0 || try(var.provisioned.write.min < var.provisioned.write.max, true)
    error_message = join(" ", [
      "replicas holds ${join(", ", keys(var.replicas))} and provisioned.write does not scale: write a max above",
      "min, or leave out provisioned.",
    ])
  }

  validation {
    condition = alltrue([for replica in var.replicas : (replica.kms_key == null) == (var.kms_key == null)])
    error_message = join(" ", [
      "replicas and kms_key disagree: with a key of your own, write each replica's kms_key (a key in its",
      "region); without, leave them out.",
    ])
  }
}

variable "restore" {
  description = <<-EOT
    What the table is made from. Counts only when it is made: it can be taken away afterwards, and added later it does
    nothing.
    `source` is the name of another table of the region with point-in-time recovery, which is copied as it was `at` a
    time
    (UTC), by default the latest. Keys and local indexes are those of the source: write the same, since others
    replace it.
    A backup is restored outside Terraform and imported: see README.md.
  EOT
  type = object({
    source = string
    at     = optional(string)
  })
  default = null

  validation {
    condition = var.restore == null ? true : can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.restore.source))
    error_message = join(" ", [
      "restore.source is \"${try(var.restore.source, "")}\": write the name of a table of this region, for example",
      "\"shop-prod-users\".",
    ])
  }

  validation {
    condition = var.restore == null ? true : var.restore.at == null || (
      can(regex("^[0-9-]{10}T[0-9:]{8}Z$", var.restore.at)) && can(timeadd(var.restore.at, "0s"))
    )
    error_message = join(" ", [
      "restore.at is ${jsonencode(try(var.restore.at, null))}: write a time in UTC, for example",
      "\"2026-11-29T03:00:00Z\", or leave it out for the latest.",
    ])
  }
}

variable "sort_key" {
  description = "Attribute that orders the items of a partition. Cannot be changed later: a change replaces the table."
  type        = object({ name = string, type = optional(string, "S") })
  default     = null

  validation {
    condition = var.sort_key == null ? true : contains(["S", "N", "B"], var.sort_key.type)
    error_message = join(" ", [
      "The type of sort_key is \"${try(var.sort_key.type, "")}\": write \"S\" (string), \"N\" (number) or \"B\"",
      "(binary).",
    ])
  }

  validation {
    condition = var.sort_key == null ? true : (
      length(var.sort_key.name) >= 1 && length(var.sort_key.name) <= 255 && var.sort_key.name != var.partition_key.name
    )
    error_message = join(" ", [
      "sort_key.name is \"${try(var.sort_key.name, "")}\": write 1 to 255 characters, and another",
      "name than that of the partition_key.",
    ])
  }
}

variable "stream" {
  description = <<-EOT
    What the table's stream carries of a changed item: `NEW_AND_OLD_IMAGES`, `NEW_IMAGE`, `OLD_IMAGE` or
    `KEYS_ONLY`.
    Without it there is no stream.
  EOT
  type        = string
  default     = null

  validation {
    condition = (
      var.stream == null ? true : contains(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"], var.stream)
    )
    error_message = join(" ", [
      "stream is \"${coalesce(var.stream, "null")}\": write \"NEW_AND_OLD_IMAGES\", \"NEW_IMAGE\",",
      "\"OLD_IMAGE\" or \"KEYS_ONLY\", or leave it out.",
    ])
  }
}

variable "table_class" {
  description = "`STANDARD`, or `STANDARD_INFREQUENT_ACCESS` where storage costs more than requests."
  type        = string
  default     = "STANDARD"
  nullable    = false

  validation {
    condition     = contains(["STANDARD", "STANDARD_INFREQUENT_ACCESS"], var.table_class)
    error_message = "table_class is \"${var.table_class}\": write \"STANDARD\" or \"STANDARD_INFREQUENT_ACCESS\"."
  }
}

variable "ttl" {
  description = <<-EOT
    Attribute holding the time, in seconds since 1970, after which DynamoDB deletes an item.
    Without it items stay.
    To end it, write `enabled = false`, apply, and leave it out then: DynamoDB has to be asked.
  EOT
  type        = object({ attribute = string, enabled = optional(bool, true) })
  default     = null
}
