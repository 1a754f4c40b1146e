variable "name" {
  description = "Name of the service. The names of all that belongs to it begin with the platform's and this."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z][a-z0-9-]{0,19}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 20 lower-case letters, digits or \"-\", beginning with a letter, for",
      "example \"users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of everything in the service."
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

variable "alarms" {
  description = <<-EOT
    `few` watches what callers and owners notice: the API's errors and latency, and messages that wait or were
    given up, where all else that fails ends.
    `all` also watches each function, table, topic and rule, to find the cause sooner.
    Each costs $0.10 a month.
  EOT
  type        = string
  default     = "few"
  nullable    = false

  validation {
    condition     = contains(["all", "few"], var.alarms)
    error_message = "alarms is \"${var.alarms}\": write \"few\" or \"all\"."
  }
}

variable "api" {
  description = <<-EOT
    How the API of the routes is. `type` is `REST` (`serverless/rest-api`) or `HTTP` (`serverless/http-api`: cheaper,
    with authorizers by `jwt`, without usage plans, caches and schemas); a change replaces the API. The rest is by the
    names of these modules, with their defaults. What one of them alone has, the other refuses.
  EOT
  type = object({
    type = optional(string, "REST")

    alarm_client_error_percent = optional(number)
    alarm_error_percent        = optional(number)
    alarm_latency_ms           = optional(number)
    authorizers = optional(map(object({
      function         = optional(object({ name = string, invoke_arn = string, alias = optional(string) }))
      jwt              = optional(object({ issuer = string, audiences = list(string) }))
      user_pools       = optional(list(object({ arn = string })))
      identity_sources = optional(list(string))
      ttl_seconds      = optional(number)
    })))
    cors = optional(object({
      origins         = list(string)
      credentials     = optional(bool)
      headers         = optional(list(string))
      max_age_seconds = optional(number)
      methods         = optional(list(string))
    }))
    description = optional(string)
    domain = optional(object({
      name        = string
      certificate = optional(object({ arn = string }))
      base_path   = optional(string)
      apis        = optional(map(object({ id = string, stage = string })))
      truststore = optional(object({
        bucket  = object({ name = string })
        key     = string
        version = optional(string)
      }))
    }))
    log = optional(object({
      execution      = optional(string)
      retention_days = optional(number)
      kms_key        = optional(object({ arn = string }))
    }), {})
    stage     = optional(string)
    throttle  = optional(object({ rate = optional(number), burst = optional(number) }))
    variables = optional(map(string))

    # Of a REST API alone.
    allowed_ips               = optional(list(string))
    binary_media_types        = optional(list(string))
    cache                     = optional(object({ size_gb = optional(number), ttl_seconds = optional(number) }))
    endpoint                  = optional(object({ type = optional(string), vpc_endpoint_ids = optional(list(string)) }))
    minimum_compression_bytes = optional(number)
    tracing                   = optional(bool)
    usage_plans = optional(map(object({
      keys     = optional(list(string))
      quota    = optional(object({ requests = number, period = optional(string) }))
      throttle = optional(object({ rate = number, burst = number }))
    })))
    web_acl = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["HTTP", "REST"], var.api.type)
    error_message = "api.type is \"${var.api.type}\": write \"REST\" or \"HTTP\"."
  }

  validation {
    condition = var.api.type != "HTTP" || (
      var.api.allowed_ips == null && var.api.binary_media_types == null && var.api.cache == null &&
      var.api.endpoint == null && var.api.log.execution == null && var.api.minimum_compression_bytes == null &&
      var.api.tracing == null && var.api.usage_plans == null && var.api.web_acl == null &&
      alltrue([for authorizer in values(coalesce(var.api.authorizers, {})) : authorizer.user_pools == null])
    )
    error_message = join(" ", [
      "api.type is \"HTTP\", and of allowed_ips, binary_media_types, cache, endpoint, log.execution,",
      "minimum_compression_bytes, tracing, usage_plans, web_acl and authorizers' user_pools some are set, which an",
      "HTTP API has not: leave them out (for user_pools write jwt), or write type = \"REST\".",
    ])
  }

  validation {
    condition = var.api.type != "REST" || (
      try(var.api.cors.credentials, null) == null &&
      alltrue([for authorizer in values(coalesce(var.api.authorizers, {})) : authorizer.jwt == null])
    )
    error_message = join(" ", [
      "api.type is \"REST\", and of cors.credentials and authorizers' jwt some are set, which a REST API has not:",
      "leave them out (for jwt of Cognito write user_pools), or write type = \"HTTP\".",
    ])
  }
}

variable "defaults" {
  description = <<-EOT
    What holds for each function that does not write its own, by the names of `functions`; to `environment` functions
    add.
  EOT
  type = object({
    architecture = optional(string)
    collector = optional(object({
      config    = optional(string)
      image     = optional(string)
      layer_arn = optional(string)
      wrapper   = optional(string)
    }))
    environment = optional(map(string), {})
    layers      = optional(list(string))
    memory_mb   = optional(number, 256)
    network     = optional(object({ subnet_ids = list(string), security_group_ids = list(string) }))
    package = optional(object({
      bucket  = optional(object({ name = string }))
      key     = optional(string)
      path    = optional(string)
      version = optional(string)
    }))
    permissions_boundary = optional(string)
    runtime              = optional(string)
    timeout_seconds      = optional(number, 10)
    tracing              = optional(bool)
  })
  default  = {}
  nullable = false
}

variable "functions" {
  description = <<-EOT
    The service's functions, by a name of your choice: the `handler` in the `package`, what it is called for
    (`events`) and what it may do (`grants`). The rest is by the names of `serverless/lambda-function`, with its
    defaults or those of `defaults`.
    An event is exactly one of `api` (a route: `GET /users/{id}`, with an `authorization` of `AWS_IAM` or `NONE`),
    `bus` (a pattern in JSON of events on the platform's bus), `queue`, `table` (its changes), `topic` (each by
    its name here) and `schedule`.
    Grants are words: `tables.users.read_write` (or `read`, `scan`, `write`), `queues.mails.send`,
    `topics.news.publish`, `events.publish` to the platform's bus; `more_grants` takes those of modules outside.
    An event has the attributes of what calls the function, by the names of the module that makes it: of a route those
    of `api`'s `routes`, of a queue and a table those of `event_sources`, of a pattern and a schedule those of
    `messaging/event-rule`, of a topic the `filter` of its subscription.
    What a function has a grant of, its environment names: `TABLE_USERS`, `QUEUE_MAILS_URL`, `TOPIC_NEWS_ARN`,
    `EVENT_BUS_NAME`.
  EOT
  type = map(object({
    handler     = optional(string)
    description = optional(string, "")
    environment = optional(map(string), {})
    grants      = optional(list(string), [])
    memory_mb   = optional(number)
    more_grants = optional(
      list(
        list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      ),
      []
    )
    package = optional(object({
      bucket  = optional(object({ name = string }))
      key     = optional(string)
      path    = optional(string)
      version = optional(string)
    }))
    timeout_seconds = optional(number)

    # The rest of serverless/lambda-function.
    alarm_duration_percent = optional(number)
    alarm_error_percent    = optional(number)
    alias = optional(object({
      name   = optional(string)
      canary = optional(object({ stable_version = string, percent = number }))
    }))
    allow_recursion = optional(bool)
    architecture    = optional(string)
    asynchronous = optional(object({
      max_age_seconds = optional(number)
      retries         = optional(number)
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
    }), {})
    code_signing = optional(object({ arn = string }))
    collector = optional(object({
      config    = optional(string)
      image     = optional(string)
      layer_arn = optional(string)
      wrapper   = optional(string)
    }))
    file_system = optional(object({
      access_point = object({ arn = string, file_system_arn = string })
      path         = string
      read_only    = optional(bool)
    }))
    image = optional(object({
      uri               = string
      command           = optional(list(string))
      entry_point       = optional(list(string))
      working_directory = optional(string)
    }))
    invokers = optional(map(object({ service = string, source_arn = string })), {})
    layers   = optional(list(string))
    log = optional(object({
      format         = optional(string)
      level          = optional(string)
      retention_days = optional(number)
      kms_key        = optional(object({ arn = string }))
    }), {})
    managed_policies     = optional(map(string))
    network              = optional(object({ subnet_ids = list(string), security_group_ids = list(string) }))
    permissions_boundary = optional(string)

    provisioned_concurrency         = optional(number)
    provisioned_concurrency_scaling = optional(object({ max = number, utilization_percent = optional(number) }))
    released_by                     = optional(string)
    reserved_concurrency            = optional(number)
    role                            = optional(object({ arn = string }))
    runtime                         = optional(string)
    snap_start                      = optional(bool)
    storage_mb                      = optional(number)
    tracing                         = optional(bool)
    url = optional(object({
      authorization = optional(string)
      streaming     = optional(bool)
      cors = optional(object({
        origins         = list(string)
        credentials     = optional(bool)
        exposed_headers = optional(list(string))
        headers         = optional(list(string))
        max_age_seconds = optional(number)
        methods         = optional(list(string))
      }))
    }))

    events = optional(map(object({
      api           = optional(string)
      authorization = optional(string, "AWS_IAM")
      bus           = optional(string)
      queue         = optional(string)
      schedule      = optional(string)
      table         = optional(string)
      topic         = optional(string)

      # Of a route.
      api_key_required = optional(bool)
      body_schema      = optional(string)
      cache_seconds    = optional(number)
      query            = optional(map(object({ required = optional(bool) })))
      scopes           = optional(list(string))
      throttle         = optional(object({ rate = number, burst = number }))
      timeout_ms       = optional(number)

      # Of a queue and of a table.
      batch_size             = optional(number)
      batch_window_seconds   = optional(number)
      filters                = optional(list(string))
      partial_batch_response = optional(bool)

      # Of a queue.
      max_concurrency = optional(number)

      # Of a table.
      bisect          = optional(bool)
      max_age_seconds = optional(number)
      max_retries     = optional(number)
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
      parallelization         = optional(number)
      starting_position       = optional(string)
      tumbling_window_seconds = optional(number)

      # Of a pattern and of a schedule.
      input = optional(object({
        constant = optional(string)
        paths    = optional(map(string))
        template = optional(string)
      }))
      retry = optional(object({ attempts = optional(number), max_age_seconds = optional(number) }))

      # Of a topic.
      filter = optional(object({ attributes = optional(string), body = optional(string) }))

      # Of a pattern, a queue, a schedule and a table.
      enabled = optional(bool)
    })), {})
  }))
  nullable = false

  validation {
    condition = (
      length(var.functions) > 0 && alltrue([for name in keys(var.functions) : can(regex("^[a-z][a-z0-9-]*$", name))])
    )
    error_message = join(" ", [
      "functions holds ${jsonencode(keys(var.functions))}: write at least one, by names of lower-case letters,",
      "digits and \"-\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for event in function.events :
        length([
          for given in [event.api, event.bus, event.queue, event.schedule, event.table, event.topic] :
          given if given != null
        ]) == 1
      ]
    ]))
    error_message = join(" ", [
      "In functions, some event has none or several of api, bus, queue, schedule, table and topic: write",
      "exactly one, for example { api = \"GET /users/{id}\" }.",
    ])
  }

  validation {
    condition = alltrue([
      for function in var.functions :
      function.package != null || function.image != null || var.defaults.package != null
    ])
    error_message = join(" ", [
      "functions without a package are",
      "${join(
        ", ",
        [for name, function in var.functions : name if function.package == null && function.image == null]
      )}, and",
      "defaults have none: write package = { path = … } in either.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for event in function.events : [
          event.queue == null ? true : contains(keys(var.queues), event.queue),
          event.table == null ? true : contains(keys(var.tables), event.table),
          event.topic == null ? true : contains(keys(var.topics), event.topic),
        ]
      ]
    ]))
    error_message = join(" ", [
      "In functions, some event names no queue, table or topic that is there: write one of queues",
      "(${join(", ", keys(var.queues))}), tables (${join(", ", keys(var.tables))}) or topics",
      "(${join(", ", keys(var.topics))}).",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for word in function.grants :
        word == "events.publish" ||
        can(regex("^tables\\.[^.]+\\.(read|read_write|scan|write)$", word)) &&
        contains(keys(var.tables), try(split(".", word)[1], "")) ||

        can(regex("^queues\\.[^.]+\\.send$", word)) && contains(keys(var.queues), try(split(".", word)[1], "")) ||
        can(regex("^topics\\.[^.]+\\.publish$", word)) && contains(keys(var.topics), try(split(".", word)[1], ""))
      ]
    ]))
    error_message = join(" ", [
      "functions have the grants ${join(", ", distinct(flatten(values(var.functions)[*].grants)))}: write",
      "tables.NAME.read, .read_write, .scan or .write, queues.NAME.send, topics.NAME.publish or events.publish,",
      "with the names of tables (${join(", ", keys(var.tables))}), queues (${join(", ", keys(var.queues))}) and",
      "topics (${join(", ", keys(var.topics))}).",
    ])
  }

  validation {
    condition = alltrue([
      for routes in [[for event in flatten([for function in var.functions : values(function.events)]) : event.api]] :
      length(compact(routes)) == length(distinct(compact(routes)))
    ])
    error_message = join(" ", [
      "functions have the routes",
      "${join(", ", flatten([for function in var.functions : compact(values(function.events)[*].api)]))}:",
      "write each in one function once.",
    ])
  }

  # What an event of another kind would not look at.
  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for event in function.events : [
          for key, kinds in local.event_attributes : event[key] == null ? true : anytrue([
            for kind in kinds : event[kind] != null
          ])
        ]
      ]
    ]))
    error_message = join(" ", [
      "In functions, some events have what their kind does not look at:",
      "${join(", ", flatten([
        for name, function in var.functions : [
          for each, event in function.events : [
            for key, kinds in local.event_attributes : "${key} of ${name}.${each} is for ${join(" or ", kinds)}"
            if event[key] == null ? false : alltrue([for kind in kinds : event[kind] == null])
          ]
        ]
      ]))}:",
      "leave it out, or write it in an event of that kind.",
    ])
  }

  validation {
    condition = var.api.type != "HTTP" || alltrue(flatten([
      for function in var.functions : [
        for event in function.events :
        event.api_key_required == null && event.body_schema == null && event.cache_seconds == null &&
        event.query == null
      ]
    ]))
    error_message = join(" ", [
      "In functions, some route has api_key_required, body_schema, cache_seconds or query, which an HTTP API has not:",
      "leave them out, or write api = { type = \"REST\" }.",
    ])
  }

  # https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html
  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for event in function.events : event.topic == null ? true : try(var.topics[event.topic].fifo, null) == null
      ]
    ]))
    error_message = join(" ", [
      "In functions, some event names a FIFO topic",
      "(${join(", ", [for name, topic in var.topics : name if topic.fifo != null])}): it brings messages to queues",
      "only, write an event of a queue that subscribes to it.",
    ])
  }
}

variable "platform" {
  description = "What the environment's services share, from `blueprints/platform`."
  type = object({
    name          = string
    alarm_actions = list(string)
    event_bus = object({
      name = string
      arn  = string
      grants = object({
        publish = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      })
    })
    kms_key        = object({ arn = string })
    protected      = bool
    retention_days = object({ logs = number })
  })
  nullable = false
}

variable "queues" {
  description = <<-EOT
    Queues by a name of your choice, each with its dead letters, and the rest by the names of `messaging/sqs-queue`,
    with its defaults. Their visibility timeout follows from the functions that consume them, unless written.
  EOT
  type = map(object({
    alarm_age_seconds = optional(number)
    dead_letter       = optional(object({ max_receives = optional(number), retention_days = optional(number) }), {})
    delay_seconds     = optional(number)
    fifo = optional(object({
      content_based_deduplication = optional(bool)
      high_throughput             = optional(bool)
    }))
    retention_days             = optional(number)
    senders                    = optional(map(object({ service = string, source_arn = string })), {})
    visibility_timeout_seconds = optional(number)
    wait_seconds               = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "tables" {
  description = <<-EOT
    Tables by a name of your choice, by the names of `data/dynamodb-table`, with its defaults.
    A table whose changes call a function has a stream, by default of `NEW_AND_OLD_IMAGES`. `platform.protected` says
    whether AWS refuses to delete them, unless written.
  EOT
  type = map(object({
    partition_key        = object({ name = string, type = optional(string) })
    sort_key             = optional(object({ name = string, type = optional(string) }))
    contributor_insights = optional(bool)
    deletion_protection  = optional(bool)
    global_indexes = optional(map(object({
      partition_key = object({ name = string, type = optional(string) })
      sort_key      = optional(object({ name = string, type = optional(string) }))
      projection    = optional(string)
      included      = optional(list(string))
      provisioned   = optional(object({ read = number, write = number }))
    })))
    limits = optional(object({ read = optional(number), write = optional(number) }))
    local_indexes = optional(map(object({
      sort_key   = object({ name = string, type = optional(string) })
      projection = optional(string)
      included   = optional(list(string))
    })))
    point_in_time_recovery_days = optional(number)
    provisioned = optional(object({
      read  = object({ min = number, max = number, target_percent = optional(number) })
      write = object({ min = number, max = number, target_percent = optional(number) })
    }))
    reader_accounts = optional(list(string))
    replicas = optional(map(object({
      kms_key                = optional(object({ arn = string }))
      point_in_time_recovery = optional(bool)
      propagate_tags         = optional(bool)
    })))
    restore     = optional(object({ source = string, at = optional(string) }))
    stream      = optional(string)
    table_class = optional(string)
    ttl         = optional(object({ attribute = string, enabled = optional(bool) }))
  }))
  default  = {}
  nullable = false
}

variable "topics" {
  description = <<-EOT
    Topics by a name of your choice, by the names of `messaging/sns-topic`, with its defaults. Functions of the service
    subscribe by their `events`; `subscriptions` are for what is outside.
  EOT
  type = map(object({
    delivery_logs = optional(object({
      kms_key         = optional(object({ arn = string }))
      retention_days  = optional(number)
      success_percent = optional(number)
    }))
    fifo = optional(object({
      archive_days                = optional(number)
      content_based_deduplication = optional(bool)
      high_throughput             = optional(bool)
    }))
    publishers = optional(map(object({ service = string, source_arn = optional(string) })))
    subscriptions = optional(map(object({
      queue             = optional(object({ arn = string, dead_letter_queue = optional(object({ arn = string })) }))
      function          = optional(object({ arn = string }))
      email             = optional(string)
      url               = optional(string)
      dead_letter_queue = optional(object({ arn = string }))
      filter            = optional(object({ attributes = optional(string), body = optional(string) }))
      raw               = optional(bool)
    })))
  }))
  default  = {}
  nullable = false
}
