variable "name" {
  description = "Name of the function. The name of its role begins with it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the function, its role, log group, mappings and alarms."
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
    ARNs to notify when the function fails, is throttled, nears its timeout or falls behind a stream, usually one
    SNS topic.
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

variable "alarm_duration_percent" {
  description = "Percentage of the timeout that the slowest hundredth of the calls may take before the alarm is raised."
  type        = number
  default     = 80
  nullable    = false

  validation {
    condition = var.alarm_duration_percent > 0 && var.alarm_duration_percent < 100
    error_message = join(" ", [
      "alarm_duration_percent is ${var.alarm_duration_percent}: write a percentage of the timeout, more than 0",
      "and less than 100.",
    ])
  }
}

variable "alarm_error_percent" {
  description = "Percentage of the calls within five minutes that may fail before the alarm is raised."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition = var.alarm_error_percent >= 0 && var.alarm_error_percent < 100
    error_message = join(" ", [
      "alarm_error_percent is ${var.alarm_error_percent}: write a percentage of the calls, from 0 to less than",
      "100.",
    ])
  }
}

variable "alarm_iterator_age_seconds" {
  description = "Age of the last record read from a stream, in seconds, that raises the alarm."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.alarm_iterator_age_seconds >= 1
    error_message = "alarm_iterator_age_seconds is ${var.alarm_iterator_age_seconds}: write 1 second or more."
  }
}

variable "alias" {
  description = <<-EOT
    Publishes a version at every change and has callers reach it through an alias.
    With `canary`, they stay on `stable_version` except for `percent` of the calls, which reach the version just
    published; leave it out to move them all.
  EOT
  type = object({
    name   = optional(string, "live")
    canary = optional(object({ stable_version = string, percent = number }))
  })
  default = null

  validation {
    condition = (
      var.alias == null ? true :
      can(regex("^[a-zA-Z0-9_-]{1,128}$", var.alias.name)) && !can(regex("^[0-9]+$", var.alias.name))
    )
    error_message = join(" ", [
      "alias.name is \"${try(var.alias.name, "")}\": write letters, digits, \"_\" or \"-\", not digits alone,",
      "for example \"live\".",
    ])
  }

  validation {
    condition = try(var.alias.canary, null) == null ? true : can(regex("^[0-9]+$", var.alias.canary.stable_version))
    error_message = join(" ", [
      "alias.canary.stable_version is \"${try(var.alias.canary.stable_version, "")}\": write the number of the",
      "version that is live now, the output version.",
    ])
  }

  validation {
    condition = (
      try(var.alias.canary, null) == null ? true : var.alias.canary.percent > 0 && var.alias.canary.percent < 100
    )
    error_message = join(" ", [
      "alias.canary.percent is ${try(var.alias.canary.percent, 0)}: write more than 0 and less than 100, or",
      "leave out canary to move all calls.",
    ])
  }
}

variable "allow_recursion" {
  description = <<-EOT
    Whether the function may call itself again and again through what it writes to.
    Without it, Lambda stops such a loop after about sixteen calls.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "architecture" {
  description = "`arm64`, which costs a fifth less, or `x86_64` for packages built only for it."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is \"${var.architecture}\": write \"arm64\" or \"x86_64\"."
  }
}

variable "asynchronous" {
  description = <<-EOT
    How Lambda treats events queued for the function: `retries` after a failure, the age in seconds at which an
    event is given up, and where it then goes (`on_failure`), or after a success (`on_success`): a queue, topic,
    event bus or function.
  EOT
  type = object({
    max_age_seconds = optional(number, 21600)
    retries         = optional(number, 2)
    on_failure = optional(object({
      arn = string
      grants = map(
        list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      )
    }))
    on_success = optional(object({
      arn = string
      grants = map(
        list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      )
    }))
  })
  default = null

  validation {
    condition     = var.asynchronous == null ? true : contains([0, 1, 2], var.asynchronous.retries)
    error_message = "asynchronous.retries is ${try(var.asynchronous.retries, 0)}: write 0, 1 or 2."
  }

  validation {
    condition = (
      var.asynchronous == null ? true :
      var.asynchronous.max_age_seconds >= 60 && var.asynchronous.max_age_seconds <= 21600
    )
    error_message = join(" ", [
      "asynchronous.max_age_seconds is ${try(var.asynchronous.max_age_seconds, 0)}: write 60 to 21600 seconds",
      "(6 hours).",
    ])
  }
}

variable "code_signing" {
  description = <<-EOT
    Code signing configuration that the package must satisfy, for a build that signs: an
    `aws_lambda_code_signing_config` of yours, as a whole.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.code_signing == null || var.image == null
    error_message = join(" ", [
      "code_signing and image are both set: Lambda checks signatures of packages only,",
      "leave out code_signing.",
    ])
  }
}

variable "collector" {
  description = <<-EOT
    OpenTelemetry beside the code, from `operations/tracing`: the layer `layer_arn`, started by its `wrapper`.
    `config` and `image` are for containers.
  EOT
  type = object({
    config    = optional(string)
    image     = optional(string)
    layer_arn = optional(string)
    wrapper   = optional(string, "/opt/otel-instrument")
  })
  default = null

  validation {
    condition = var.collector == null ? true : var.collector.layer_arn != null
    error_message = join(" ", [
      "collector is ${jsonencode(var.collector)}: write a layer_arn in it, as operations/tracing outputs the one that",
      "it is given.",
    ])
  }

  validation {
    condition = var.collector == null ? true : var.image == null && length(var.layers) <= 4
    error_message = join(" ", [
      "collector is set together with ${var.image == null ? "${length(var.layers)} layers" : "image"}: it is one of 5",
      "layers, write 4 others at most, and copy it into an image.",
    ])
  }
}

variable "dead_letter" {
  description = <<-EOT
    Queue or topic for events that Lambda gives up.
    `asynchronous.on_failure` has more (the error and the response); use this one where the consumer wants the
    bare event.
  EOT
  type = object({
    arn = string
    grants = map(
      list(
        object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        })
      )
    )
  })
  default = null
}

variable "description" {
  description = "What the function does."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.description) <= 256
    error_message = "description has ${length(var.description)} characters: Lambda keeps 256, write fewer."
  }
}

variable "environment" {
  description = "Environment variables. For a secret, write its ARN here and put its `grants.read` into `grants`."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([for name in keys(var.environment) : can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", name))])
    error_message = join(" ", [
      "environment holds ${join(", ", keys(var.environment))}: write names of at least two letters, digits or",
      "\"_\", starting with a letter.",
    ])
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
  validation {
    condition = length(setintersection(keys(var.environment), [
      "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
    ])) == 0
    error_message = join(" ", [
      "environment holds ${join(", ", keys(var.environment))}: Lambda sets AWS_REGION, AWS_ACCESS_KEY_ID and",
      "the like itself, write other names.",
    ])
  }
}

variable "event_sources" {
  description = <<-EOT
    What the function consumes, by a name of your choice: exactly one of `queue` (an SQS queue), `stream` (a
    Kinesis stream, or one of its `consumers`), `table_stream` (a table with a stream), as the whole module, and
    `topic` (one of the `topics` of `messaging/kafka`, read as `consumer_group`). The role gets their grants.
    `batch_size` is 10 for queues and 100 for streams and topics; a batch waits for up to `batch_window_seconds` to
    fill; `filters` are event patterns in JSON, of which one must match.
    With `partial_batch_response` the handler returns the failed items (`batchItemFailures`), and only they come
    again.
    Queues: `max_concurrency` bounds the calls at a time.
    Streams: `bisect` halves a failing batch, `max_retries` and `max_age_seconds` (-1 is no limit) say when a
    record is given up and goes to `on_failure`: a queue or topic gets a notice of it, a bucket gets the record itself;
    by default that is after 5 retries, and without `on_failure` never.
    `tumbling_window_seconds` hands the `state` that the handler returns to its next call within so many seconds.
  EOT
  type = map(object({
    queue = optional(object({
      arn                        = string
      visibility_timeout_seconds = number
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

    batch_size             = optional(number)
    batch_window_seconds   = optional(number, 0)
    enabled                = optional(bool, true)
    filters                = optional(list(string), [])
    partial_batch_response = optional(bool, true)

    max_concurrency = optional(number)

    consumer_group = optional(string)

    bisect                  = optional(bool, true)
    max_age_seconds         = optional(number, -1)
    max_retries             = optional(number)
    parallelization         = optional(number, 1)
    starting_position       = optional(string, "TRIM_HORIZON")
    tumbling_window_seconds = optional(number)
    on_failure = optional(object({
      arn = string
      grants = map(
        list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      )
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for source in var.event_sources :
      length([
        for given in [source.queue, source.stream, source.table_stream, source.topic] : true if given != null
      ]) == 1
    ])
    error_message = join(" ", [
      "Of ${join(", ", keys(var.event_sources))}, some event source has none or several of queue, stream,",
      "table_stream and topic: write exactly one, for example { queue = module.welcome }.",
    ])
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  validation {
    condition = alltrue([
      for source in var.event_sources :
      source.queue.visibility_timeout_seconds >= var.timeout_seconds if source.queue != null
    ])
    error_message = join(" ", [
      "${join(", ", [
        for name, source in var.event_sources :
        join(" ", [
          "in the queue of ${name}, visibility_timeout_seconds is ${source.queue.visibility_timeout_seconds},",
          "write ${var.timeout_seconds} or more",
        ])
        if source.queue == null ? false : source.queue.visibility_timeout_seconds < var.timeout_seconds
      ])}, the function's timeout_seconds:",
      "Lambda refuses a queue that hands a message out again while the function works on it.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      source.batch_size == null ? true : source.batch_size >= 1 && source.batch_size <= 10000
    ])
    error_message = join(" ", [
      "The batch_size of",
      "${join(
        ", ",
        [
          for name, source in var.event_sources :
          "${name} is ${source.batch_size}" if source.batch_size != null
        ]
      )}:",
      "write 1 to 10000.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : source.batch_window_seconds >= 0 && source.batch_window_seconds <= 300
    ])
    error_message = join(" ", [
      "The batch_window_seconds of",
      "${join(", ", [for name, source in var.event_sources : "${name} is ${source.batch_window_seconds}"])}:",
      "write 0 to 300 seconds.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      source.queue == null || coalesce(source.batch_size, 10) <= 10 || source.batch_window_seconds >= 1
    ])
    error_message = join(" ", [
      "Of ${join(", ", keys(var.event_sources))}, some queue's batch_size is above 10: SQS hands out 10",
      "messages at a time, so also write batch_window_seconds of at least 1.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      length(source.filters) <= 10 && alltrue([for filter in source.filters : can(jsondecode(filter))])
    ])
    error_message = join(" ", [
      "filters of ${join(", ", [for name, source in var.event_sources : name if length(source.filters) > 0])}:",
      "write up to 10 event patterns in JSON, for example jsonencode({ body = { kind = [\"created\"] } }).",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      source.max_concurrency == null ? true :
      source.queue != null && source.max_concurrency >= 2 && source.max_concurrency <= 1000
    ])
    error_message = join(" ", [
      "The max_concurrency of",
      "${join(
        ", ",
        [
          for name, source in var.event_sources :
          "${name} is ${source.max_concurrency}" if source.max_concurrency != null
        ]
      )}:",
      "write 2 to 1000, for queues only. Streams have parallelization.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      source.queue == null ||
      (source.on_failure == null && source.max_retries == null && source.max_age_seconds == -1)
    ])
    error_message = join(" ", [
      "Of ${join(", ", keys(var.event_sources))}, some queue has on_failure, max_retries or max_age_seconds:",
      "they are for streams, write dead_letter in the queue's own module.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      coalesce(source.max_retries, 0) >= -1 && coalesce(source.max_retries, 0) <= 10000 &&
      (source.max_age_seconds == -1 || source.max_age_seconds >= 60 && source.max_age_seconds <= 604800)
    ])
    error_message = join(" ", [
      "In event_sources, write max_retries from 0 to 10000 and max_age_seconds from 60 to 604800 (7 days), or",
      "-1 for no limit.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : source.parallelization >= 1 && source.parallelization <= 10
    ])
    error_message = join(" ", [
      "The parallelization of",
      "${join(", ", [for name, source in var.event_sources : "${name} is ${source.parallelization}"])}: write 1",
      "to 10 batches of a shard at a time.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      source.tumbling_window_seconds == null ? true :
      source.queue == null && source.tumbling_window_seconds >= 1 && source.tumbling_window_seconds <= 900
    ])
    error_message = join(" ", [
      "The tumbling_window_seconds of",
      "${join(
        ", ",
        [
          for name, source in var.event_sources :
          "${name} is ${source.tumbling_window_seconds}" if source.tumbling_window_seconds != null
        ]
      )}:",
      "write 1 to 900, for streams only.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : source.tumbling_window_seconds == null || source.parallelization == 1
    ])
    error_message = join(" ", [
      "Of ${join(", ", keys(var.event_sources))}, some source has tumbling_window_seconds and parallelization:",
      "a window is counted by one call at a time, leave out one of them.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : contains(["LATEST", "TRIM_HORIZON"], source.starting_position)
    ])
    error_message = join(" ", [
      "The starting_position of",
      "${join(", ", [for name, source in var.event_sources : "${name} is \"${source.starting_position}\""])}:",
      "write \"TRIM_HORIZON\" (from the oldest record kept) or \"LATEST\".",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : (source.topic == null) == (source.consumer_group == null)
    ])
    error_message = join(" ", [
      "event_sources has topic without consumer_group, or consumer_group without topic, in",
      "${join(", ", [
        for name, source in var.event_sources : name if(source.topic == null) != (source.consumer_group == null)
      ])}: write both, the group as the grants of the topic name it.",
    ])
  }
}

variable "file_system" {
  description = <<-EOT
    EFS file system that the function sees at `path`: an `aws_efs_access_point` as a whole, with a mount target in
    each subnet of `network` by the time the function is made.
    The role may mount it through this access point, and write unless `read_only`.
  EOT
  type = object({
    access_point = object({ arn = string, file_system_arn = string })
    path         = string
    read_only    = optional(bool, false)
  })
  default = null

  validation {
    condition = var.file_system == null ? true : can(regex("^/mnt/[a-zA-Z0-9_.-]+$", var.file_system.path))
    error_message = join(" ", [
      "file_system.path is \"${try(var.file_system.path, "")}\": write a folder right under /mnt, for example",
      "\"/mnt/models\".",
    ])
  }

  validation {
    condition     = var.file_system == null || var.network != null
    error_message = "file_system is set without network: the file system is reached inside a VPC, write network."
  }
}

variable "grants" {
  description = <<-EOT
    What the function may do: grants of other modules, for example `[module.users.grants.read_write,
    module.events.grants.publish]`.
  EOT
  type = list(
    list(
      object({
        actions    = list(string)
        resources  = list(string)
        conditions = list(object({ test = string, variable = string, values = list(string) }))
      })
    )
  )
  default  = []
  nullable = false
}

variable "handler" {
  description = <<-EOT
    Function in the package that Lambda calls, for example `users.api.handler`.
    Images have a command instead.
  EOT
  type        = string
  default     = null

  validation {
    condition = (var.handler == null) == (var.package == null)
    error_message = join(" ", [
      "handler is ${jsonencode(var.handler)}: write it together with package, for example",
      "\"users.api.handler\", and leave it out with image.",
    ])
  }

  validation {
    condition = var.handler == null || can(regex("^\\S{1,128}$", var.handler))
    error_message = join(" ", [
      "handler is ${jsonencode(var.handler)}: write up to 128 characters without spaces, for",
      "example \"users.api.handler\".",
    ])
  }
}

variable "image" {
  description = "Container image instead of a package: its address in ECR, and what overrides its own settings."
  type = object({
    uri               = string
    command           = optional(list(string))
    entry_point       = optional(list(string))
    working_directory = optional(string)
  })
  default = null

  validation {
    condition     = (var.image == null) != (var.package == null)
    error_message = "package and image: write exactly one of them, the zip with the code or the image in ECR."
  }
}

variable "invokers" {
  description = <<-EOT
    AWS services that call the function, by a name of your choice: the service's short name (`events`, `sns`,
    `s3`, `apigateway`) and the ARN of the rule, topic, bucket or route it calls for.
    `serverless/rest-api` and `event_sources` need no entry, roles carry `grants.invoke`.
  EOT
  type        = map(object({ service = string, source_arn = string }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for invoker in var.invokers :
      can(regex("^[a-z0-9.-]+$", invoker.service)) && !endswith(invoker.service, ".amazonaws.com")
    ])
    error_message = join(" ", [
      "invokers holds the services ${jsonencode([for invoker in var.invokers : invoker.service])}: write short",
      "names, such as \"events\" for events.amazonaws.com.",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.invokers) : can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])
    error_message = join(" ", [
      "invokers holds ${join(", ", keys(var.invokers))}: the names become statement ids, write letters, digits,",
      "\"_\" or \"-\".",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the environment variables, from `operations/kms-key`.
    Without one, Lambda uses the key AWS keeps for it in your account.
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

variable "layers" {
  description = "ARNs of layer versions put under the package, at most five."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.layers) <= 5
    error_message = "There are ${length(var.layers)} layers: Lambda takes 5, write fewer."
  }

  validation {
    condition     = length(var.layers) == 0 || var.image == null
    error_message = "layers and image are both set: an image has no layers, copy their files into it."
  }
}

variable "log" {
  description = <<-EOT
    The function's log group: `format` (`JSON` or `Text`), the least `level` that is kept (`TRACE`, `DEBUG`,
    `INFO`, `WARN`, `ERROR`, `FATAL`; JSON only), for how many days, and the key that encrypts it, which must list
    `logs` in its `services`.
  EOT
  type = object({
    format         = optional(string, "JSON")
    level          = optional(string, "INFO")
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["JSON", "Text"], var.log.format)
    error_message = "log.format is \"${var.log.format}\": write \"JSON\" or \"Text\"."
  }

  validation {
    condition = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.log.level)
    error_message = join(" ", [
      "log.level is \"${var.log.level}\": write \"TRACE\", \"DEBUG\", \"INFO\", \"WARN\", \"ERROR\" or",
      "\"FATAL\".",
    ])
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

variable "managed_policies" {
  description = <<-EOT
    ARNs of managed policies that the role gets besides, by a name of your choice, up to 10. They mostly allow more
    than a function needs: write grants where there are some.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length(var.managed_policies) <= 10 && alltrue([
      for policy in var.managed_policies : can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", policy))
    ])
    error_message = join(" ", [
      "managed_policies is ${jsonencode(var.managed_policies)}: write up to 10 ARNs of policies,",
      "arn:aws:iam::…:policy/….",
    ])
  }
}

variable "memory_mb" {
  description = <<-EOT
    Memory in MiB.
    Processor and network grow with it: more memory is often no dearer, since calls end sooner.
  EOT
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb is ${var.memory_mb}: write a whole number from 128 to 10240."
  }
}

variable "network" {
  description = <<-EOT
    Subnets and security groups for a function that calls something inside a VPC.
    Without it, the function reaches the internet and AWS, and no VPC.
  EOT
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  default     = null

  validation {
    condition = (
      var.network == null ? true : length(var.network.subnet_ids) > 0 && length(var.network.security_group_ids) > 0
    )
    error_message = join(" ", [
      "network holds no subnet or no security group: write at least one of each, subnets of two zones in",
      "production, or leave out network.",
    ])
  }
}

variable "package" {
  description = <<-EOT
    Zip with the code: a file (`path`), with which the function changes only when its content does; or an object of a
    `bucket` (`data/s3-bucket` or `{ name }`) by its `key`, and `version` where the key stays the same. A file above
    50 MB also needs the `bucket`: it is put there first.
  EOT
  type = object({
    bucket  = optional(object({ name = string }))
    key     = optional(string)
    path    = optional(string)
    version = optional(string)
  })
  default = null

  validation {
    condition = try(var.package.path, null) == null ? true : fileexists(var.package.path)
    error_message = join(" ", [
      "There is no file \"${try(coalesce(var.package.path), "")}\": build the package first, with",
      "\"./invokew packages\" in the platform or with your own build elsewhere.",
    ])
  }

  validation {
    condition = var.package == null || try(
      (var.package.path == null) != (var.package.key == null) && (var.package.key == null || var.package.bucket != null)
      && (var.package.version == null || var.package.key != null), false
    )
    error_message = join(" ", [
      "package has",
      "${join(", ", [
        for name in ["bucket", "key", "path", "version"] : name if try(var.package[name], null) != null
      ])}: write a path, a path and the bucket it goes through, or a bucket, a key and, where the key stays the",
      "same, a version.",
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

variable "provisioned_concurrency" {
  description = "Calls that are served at a time without a cold start. They are paid for by the hour. Needs `alias`."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition = (
      var.provisioned_concurrency >= 0 &&
      floor(var.provisioned_concurrency) == var.provisioned_concurrency
    )
    error_message = "provisioned_concurrency is ${var.provisioned_concurrency}: write a whole number, or 0 for none."
  }

  validation {
    condition = var.provisioned_concurrency == 0 || var.alias != null
    error_message = join(" ", [
      "provisioned_concurrency is ${var.provisioned_concurrency}, but there is no alias: Lambda keeps versions",
      "ready, not the latest code, write alias = {}.",
    ])
  }

  validation {
    condition = var.reserved_concurrency == -1 || var.provisioned_concurrency <= var.reserved_concurrency
    error_message = join(" ", [
      "provisioned_concurrency is ${var.provisioned_concurrency} and reserved_concurrency",
      "${var.reserved_concurrency}: write no more provisioned than reserved concurrency.",
    ])
  }
}

variable "provisioned_concurrency_scaling" {
  description = <<-EOT
    Lets provisioned concurrency follow the calls, from `provisioned_concurrency` to `max`, so that
    `utilization_percent` of it is used.
  EOT
  type        = object({ max = number, utilization_percent = optional(number, 70) })
  default     = null

  validation {
    condition = (
      var.provisioned_concurrency_scaling == null ? true :
      var.provisioned_concurrency > 0 && var.provisioned_concurrency_scaling.max >= var.provisioned_concurrency
    )
    error_message = join(" ", [
      "provisioned_concurrency_scaling.max is ${try(var.provisioned_concurrency_scaling.max, 0)} and",
      "provisioned_concurrency ${var.provisioned_concurrency}: write at least 1 for what is always ready, and",
      "no less than that for max.",
    ])
  }

  validation {
    condition = (
      var.provisioned_concurrency_scaling == null ? true :
      var.provisioned_concurrency_scaling.utilization_percent >= 10 &&
      var.provisioned_concurrency_scaling.utilization_percent <= 90
    )
    error_message = join(" ", [
      "provisioned_concurrency_scaling.utilization_percent is",
      "${try(var.provisioned_concurrency_scaling.utilization_percent, 0)}: write 10 to 90.",
    ])
  }
}

variable "released_by" {
  description = <<-EOT
    Who releases code: `terraform`, by `package` or `image`; or a `pipeline`, which calls `UpdateFunctionCode`,
    publishes and moves the alias, as `grants.release` lets it. Then `package` is the first release only, and Terraform
    takes nothing back. Images are released by Terraform.
  EOT
  type        = string
  default     = "terraform"
  nullable    = false

  validation {
    condition     = contains(["pipeline", "terraform"], var.released_by)
    error_message = "released_by is \"${var.released_by}\": write \"terraform\" or \"pipeline\"."
  }

  validation {
    condition = var.released_by == "terraform" || (var.image == null && try(var.alias.canary, null) == null)
    error_message = join(" ", [
      "released_by is \"pipeline\" together with image or alias.canary: write \"terraform\" for images, and leave",
      "canaries to the pipeline.",
    ])
  }
}

variable "reserved_concurrency" {
  description = "Most calls at a time, set aside from the account's. 0 stops the function, -1 reserves nothing."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition = (
      var.reserved_concurrency >= -1 &&
      var.reserved_concurrency <= 99999 &&
      floor(var.reserved_concurrency) == var.reserved_concurrency
    )
    error_message = join(" ", [
      "reserved_concurrency is ${var.reserved_concurrency}: write the most calls at a time, 0 to stop the",
      "function, or -1 to reserve nothing; 99999 is the most.",
    ])
  }
}

variable "role" {
  description = <<-EOT
    Role that exists already, in place of one of the module's own: it must trust `lambda.amazonaws.com`, and its rights,
    to write logs and read event sources too, are its owner's to give.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition     = var.role == null || can(regex("^arn:[^:]+:iam::[0-9]{12}:role/.+$", try(var.role.arn, "")))
    error_message = "role is ${jsonencode(var.role)}: write the ARN of a role, arn:aws:iam::…:role/…."
  }

  validation {
    condition = var.role == null || (
      length(var.grants) == 0 && length(var.managed_policies) == 0 && var.permissions_boundary == null
    )
    error_message = join(" ", [
      "role is set together with grants, managed_policies or permissions_boundary: a role that exists already has its",
      "own, leave them out.",
    ])
  }
}

variable "runtime" {
  description = <<-EOT
    What runs the package, any that Lambda has; the newest need a recent version of the AWS provider. The plan warns of
    one that AWS patches no more.
  EOT
  type        = string
  default     = "python3.13"
  nullable    = false

  # By shape, so that new ones need no release of this module; without those that Lambda makes no functions of any more.
  # https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
  validation {
    condition = can(regex(join("", [
      "^(dotnet([89]|[1-9][0-9])|java(8\\.al2|1[17]|[2-9][0-9])|nodejs[2-9][0-9]\\.x|provided\\.al(2|20[0-9]{2})",
      "|python3\\.[1-9][0-9]|ruby(3\\.[2-9]|[4-9]\\.[0-9]))$",
    ]), var.runtime))
    error_message = join(" ", [
      "runtime is \"${var.runtime}\": write one that AWS maintains, for example \"python3.13\", \"nodejs24.x\",",
      "\"java25\", \"dotnet10\", \"ruby3.4\" or \"provided.al2023\".",
    ])
  }
}

variable "snap_start" {
  description = <<-EOT
    Whether new environments start from a snapshot of the initialized function, taken as a version is published:
    for Java, Python and .NET, with `alias`.
    Code that makes something unique as it is loaded (a seed, a connection) must make it again after a restore.
  EOT
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.snap_start || var.alias != null
    error_message = "snap_start is set without alias: only published versions have a snapshot, write alias = {}."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes
  validation {
    condition = !var.snap_start || (var.image == null && can(regex("^(dotnet|java|python)", var.runtime)))
    error_message = join(" ", [
      "snap_start is set with ${var.image == null ? "runtime \"${var.runtime}\"" : "image"}: write a package",
      "for Java, Python or .NET, or leave out snap_start.",
    ])
  }

  validation {
    condition = (
      !var.snap_start || (var.file_system == null && var.provisioned_concurrency == 0 && var.storage_mb == 512)
    )
    error_message = join(" ", [
      "snap_start is set together with file_system, provisioned_concurrency or a storage_mb above 512: a",
      "snapshot has none of them, leave them out or snap_start.",
    ])
  }
}

variable "storage_mb" {
  description = "Size of `/tmp` in MiB."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.storage_mb >= 512 && var.storage_mb <= 10240 && floor(var.storage_mb) == var.storage_mb
    error_message = "storage_mb is ${var.storage_mb}: write a whole number from 512 to 10240."
  }
}

variable "timeout_seconds" {
  description = "Seconds after which a call is ended. Behind an API, stay below its 29 seconds."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition = (
      var.timeout_seconds >= 1 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    )
    error_message = "timeout_seconds is ${var.timeout_seconds}: write a whole number from 1 to 900 (15 minutes)."
  }
}

variable "tracing" {
  description = "Whether calls are traced by X-Ray. Without it, only those are whose caller asks for it."
  type        = bool
  default     = true
  nullable    = false
}

variable "url" {
  description = <<-EOT
    HTTPS address of the function's own.
    `authorization` is `AWS_IAM`, for callers with `grants.invoke_url`, or `NONE`, which opens it to everyone;
    `streaming` sends the response as it is made; `cors` lets pages of other origins call it.
  EOT
  type = object({
    authorization = optional(string, "AWS_IAM")
    streaming     = optional(bool, false)
    cors = optional(object({
      origins         = list(string)
      credentials     = optional(bool, false)
      exposed_headers = optional(list(string), [])
      headers         = optional(list(string), [])
      max_age_seconds = optional(number, 0)
      methods         = optional(list(string), ["GET"])
    }))
  })
  default = null

  validation {
    condition = var.url == null ? true : contains(["AWS_IAM", "NONE"], var.url.authorization)
    error_message = join(" ", [
      "url.authorization is \"${try(var.url.authorization, "")}\": write \"AWS_IAM\", or \"NONE\" to open the",
      "function to everyone.",
    ])
  }

  validation {
    condition = (
      try(var.url.cors, null) == null ? true : !(var.url.cors.credentials && contains(var.url.cors.origins, "*"))
    )
    error_message = join(" ", [
      "url.cors allows credentials to every origin: write the origins that may send them, for example",
      "\"https://shop.example.com\".",
    ])
  }
}
