variable "name" {
  description = "Name of the pipe. The name of its role begins with it."
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
  description = "Tags of the pipe, its role, log group and alarms."
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
    ARNs to notify when batches fail, wholly or in part, are throttled or time out, usually one SNS topic.
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

variable "alarm_failures" {
  description = "Batches that may fail within five minutes before the alarm is raised."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition = var.alarm_failures >= 0 && floor(var.alarm_failures) == var.alarm_failures
    error_message = join(" ", [
      "alarm_failures is ${var.alarm_failures}: write a whole number of batches, or 0 to be notified of the",
      "first.",
    ])
  }
}

variable "description" {
  description = "What the pipe carries, and what for."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 512
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 512."
  }

  validation {
    condition     = var.description == null || can(regex("^[^\n]*$", var.description))
    error_message = "description is ${jsonencode(var.description)}: write one line."
  }
}

variable "enrichment" {
  description = <<-EOT
    What each batch goes through on its way: a `function`, or a `state_machine` of type Express, as the whole
    module.
    It gets the events and answers with those that go on.
    `input` is a template of what it gets of each event.
  EOT
  type = object({
    function = optional(
      object({
        arn = string
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
    )
    state_machine = optional(
      object({
        arn  = string
        type = string
        grants = object({
          start_sync = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    input = optional(string)
  })
  default = null

  validation {
    condition = (
      var.enrichment == null ? true : (var.enrichment.function == null) != (var.enrichment.state_machine == null)
    )
    error_message = join(" ", [
      "enrichment has ${try(var.enrichment.function, null) == null ? "neither" : "both"} function and",
      "state_machine: write one of them.",
    ])
  }

  validation {
    condition = try(var.enrichment.state_machine.type, "EXPRESS") == "EXPRESS"
    error_message = join(" ", [
      "enrichment.state_machine is of type ${try(var.enrichment.state_machine.type, "")}: a batch waits for its",
      "answer, write an EXPRESS one.",
    ])
  }
}

variable "from" {
  description = <<-EOT
    Where events come from: exactly one of `queue` (an SQS queue), `stream` (a Kinesis stream), `table_stream`
    (a table with a stream), as the whole module, and `topic` (one of the `topics` of `messaging/kafka`, read as
    `consumer_group`).
    `filters` are event patterns in JSON, of which one must match; what matches none is dropped.
    A batch of up to `batch_size` events waits for up to `batch_window_seconds` to fill.
    A queue's failing messages go to the queue's own dead letters.
    Streams: `bisect` halves a failing batch, `max_retries` and `max_age_seconds` (-1 is no limit) say when a
    record is given up and goes to `dead_letter_queue`; by default that is after 5 retries, and without
    `dead_letter_queue` never.
  EOT
  type = object({
    queue = optional(object({
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
    }))
    stream = optional(object({
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
    }))
    table_stream = optional(object({
      stream_arn = string
      grants = object({
        stream = list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      })
    }))
    topic = optional(object({
      cluster_arn = string
      name        = string
      grants = object({
        consume = list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      })
    }))

    batch_size           = optional(number, 10)
    consumer_group       = optional(string)
    batch_window_seconds = optional(number, 0)
    filters              = optional(list(string), [])

    bisect = optional(bool, true)
    dead_letter_queue = optional(
      object({
        arn = string
        grants = object({
          send = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    max_age_seconds   = optional(number, -1)
    max_retries       = optional(number)
    parallelization   = optional(number, 1)
    starting_position = optional(string, "TRIM_HORIZON")
  })
  nullable = false

  validation {
    condition = length([
      for kind in [
        var.from.queue != null, var.from.stream != null, var.from.table_stream != null, var.from.topic != null
      ] : kind if kind
    ]) == 1
    error_message = "from has none or several of queue, stream, table_stream and topic: write exactly one."
  }

  validation {
    condition = (
      var.from.batch_size >= 1 && var.from.batch_size <= 10000 && floor(var.from.batch_size) == var.from.batch_size
    )
    error_message = "from.batch_size is ${var.from.batch_size}: write 1 to 10000."
  }

  validation {
    condition = var.from.queue == null || var.from.batch_size <= 10 || var.from.batch_window_seconds > 0
    error_message = join(" ", [
      "from.batch_size is ${var.from.batch_size}: SQS hands out 10 messages at a time, so also write",
      "batch_window_seconds for more.",
    ])
  }

  validation {
    condition = (
      var.from.batch_window_seconds >= 0 &&
      var.from.batch_window_seconds <= 300 &&
      floor(var.from.batch_window_seconds) == var.from.batch_window_seconds
    )
    error_message = "from.batch_window_seconds is ${var.from.batch_window_seconds}: write 0 to 300 seconds."
  }

  validation {
    condition = (
      length(var.from.filters) <= 5 && alltrue([for filter in var.from.filters : can(keys(jsondecode(filter)))])
    )
    error_message = join(" ", [
      "from.filters is ${jsonencode(var.from.filters)}: write up to 5 event patterns in JSON, such as",
      "jsonencode({ body = { kind = [\"order\"] } }).",
    ])
  }

  validation {
    condition = (
      var.from.queue == null ||
      (var.from.dead_letter_queue == null && var.from.max_retries == null && var.from.max_age_seconds == -1)
    )
    error_message = join(" ", [
      "from.queue has dead_letter_queue, max_retries or max_age_seconds beside it: they are for streams, write",
      "dead_letter at the queue.",
    ])
  }

  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html
  validation {
    condition = (
      var.from.topic == null ||
      (var.from.dead_letter_queue == null && var.from.max_retries == null && var.from.max_age_seconds == -1)
    )
    error_message = join(" ", [
      "from.topic has dead_letter_queue, max_retries or max_age_seconds beside it: they are for streams, leave them",
      "out.",
    ])
  }

  validation {
    condition = (var.from.topic == null) == (var.from.consumer_group == null)
    error_message = join(" ", [
      "from.consumer_group is ${jsonencode(var.from.consumer_group)}: write it together with topic, as the grants of",
      "the topic name it.",
    ])
  }

  validation {
    condition = (
      coalesce(var.from.max_retries, 0) >= -1 &&
      coalesce(var.from.max_retries, 0) <= 10000 &&
      (var.from.max_age_seconds == -1 || var.from.max_age_seconds >= 60 && var.from.max_age_seconds <= 604800)
    )
    error_message = join(" ", [
      "from.max_retries is ${coalesce(var.from.max_retries, 0)} and from.max_age_seconds",
      "${var.from.max_age_seconds}: write up to 10000 retries and 60 to 604800 seconds (7 days), or -1 for no",
      "limit.",
    ])
  }

  validation {
    condition     = var.from.parallelization >= 1 && var.from.parallelization <= 10
    error_message = "from.parallelization is ${var.from.parallelization}: write 1 to 10 batches of a shard at a time."
  }

  validation {
    condition = contains(["LATEST", "TRIM_HORIZON"], var.from.starting_position)
    error_message = join(" ", [
      "from.starting_position is \"${var.from.starting_position}\": write \"TRIM_HORIZON\" (from the oldest",
      "record kept) or \"LATEST\".",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the filters and templates, from `operations/kms-key`.
    With logs, it must have `delivery.logs` among its `services`.
    Without one, EventBridge encrypts with a key of its own.
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

variable "log" {
  description = <<-EOT
    The pipe's log group: which steps are kept (`level` is `ERROR`, `INFO` or `TRACE`), whether with the events
    (`include_data`), for how many days, and the key that encrypts it, which must list `logs` in its `services`.
  EOT
  type = object({
    level          = optional(string, "ERROR")
    include_data   = optional(bool, false)
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["ERROR", "INFO", "TRACE"], var.log.level)
    error_message = "log.level is \"${var.log.level}\": write \"ERROR\", \"INFO\" or \"TRACE\"."
  }

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

variable "running" {
  description = "Whether the pipe carries events. A stopped one leaves them in the queue or stream."
  type        = bool
  default     = true
  nullable    = false
}

variable "to" {
  description = <<-EOT
    Where events go: exactly one of `event_bus` (with their `detail_type` and `event_source`), `function`, `queue`
    (for FIFO with `message_group_id` and `deduplication_id`), `state_machine`, `stream` (with `partition_key`)
    and `topic`, as the whole module.
    These texts may be paths into the event, such as `$.body.order`.
    `input` is a template of what the target gets of each event: `{ "order": <$.body.order> }`, or as text
    `jsonencode({ order = "<$.body.order>" })`.
    `wait` has a batch fail when the function or Express state machine fails.
  EOT
  type = object({
    event_bus = optional(
      object({
        arn = string
        grants = object({
          publish = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    function = optional(
      object({
        arn = string
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
    )
    queue = optional(
      object({
        arn = string
        grants = object({
          send = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    state_machine = optional(
      object({
        arn  = string
        type = string
        grants = object({
          start = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
          start_sync = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    stream = optional(
      object({
        arn = string
        grants = object({
          write = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    topic = optional(
      object({
        arn = string
        grants = object({
          publish = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )

    deduplication_id = optional(string)
    detail_type      = optional(string)
    event_source     = optional(string)
    input            = optional(string)
    message_group_id = optional(string)
    partition_key    = optional(string)
    wait             = optional(bool, true)
  })
  nullable = false

  validation {
    condition = length([
      for kind in [
        var.to.event_bus != null,
        var.to.function != null,
        var.to.queue != null,
        var.to.state_machine != null,
        var.to.stream != null,
        var.to.topic != null,
      ] :
      kind if kind
    ]) == 1
    error_message = join(" ", [
      "to has none or several of event_bus, function, queue, state_machine, stream and topic: write exactly",
      "one.",
    ])
  }

  validation {
    condition = (
      (var.to.event_bus == null) == (var.to.detail_type == null) &&
      (var.to.event_bus == null) == (var.to.event_source == null)
    )
    error_message = join(" ", [
      "to.detail_type is ${jsonencode(var.to.detail_type)} and to.event_source",
      "${jsonencode(var.to.event_source)}: write both with event_bus, since rules pick events by them, and",
      "neither without.",
    ])
  }

  validation {
    condition = (var.to.stream == null) == (var.to.partition_key == null)
    error_message = join(" ", [
      "to.partition_key is ${jsonencode(var.to.partition_key)}: write it together with stream, for example",
      "\"$.body.customer\".",
    ])
  }

  validation {
    condition = var.to.message_group_id == null ? var.to.deduplication_id == null : var.to.queue != null
    error_message = join(" ", [
      "to.message_group_id is ${jsonencode(var.to.message_group_id)} and to.deduplication_id",
      "${jsonencode(var.to.deduplication_id)}: write them for a FIFO queue only, and the second with the first.",
    ])
  }
}
