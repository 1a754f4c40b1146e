variable "name" {
  description = "Name of the API."
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
  description = "Tags of the API, its stage, log group, usage plans, keys and alarms."
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
    ARNs to notify when requests fail or are slow, usually one SNS topic.
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

variable "alarm_client_error_percent" {
  description = <<-EOT
    Percentage of the requests within five minutes that may end in 4xx before the alarm is raised.
    Without it there is no such alarm: most APIs refuse requests every day.
  EOT
  type        = number
  default     = null

  validation {
    condition = (
      var.alarm_client_error_percent == null ? true :
      var.alarm_client_error_percent >= 0 && var.alarm_client_error_percent < 100
    )
    error_message = join(" ", [
      "alarm_client_error_percent is ${coalesce(var.alarm_client_error_percent, 0)}: write a percentage of the",
      "requests, from 0 to less than 100, or leave it out.",
    ])
  }
}

variable "alarm_error_percent" {
  description = "Percentage of the requests within five minutes that may end in 5xx before the alarm is raised."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition = var.alarm_error_percent >= 0 && var.alarm_error_percent < 100
    error_message = join(" ", [
      "alarm_error_percent is ${var.alarm_error_percent}: write a percentage of the requests, from 0 to less",
      "than 100.",
    ])
  }
}

variable "alarm_latency_ms" {
  description = "Milliseconds that the slowest hundredth of the requests may take before the alarm is raised."
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition = var.alarm_latency_ms > 0 && var.alarm_latency_ms <= 29000
    error_message = join(" ", [
      "alarm_latency_ms is ${var.alarm_latency_ms}: API Gateway waits for 29000 ms at most, write more than 0",
      "and up to 29000.",
    ])
  }
}

variable "allowed_ips" {
  description = "IPv4 and IPv6 ranges that may call the API. Without any, callers of every address may."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for range in var.allowed_ips : can(cidrhost(range, 0))])
    error_message = join(" ", [
      "allowed_ips holds ${jsonencode(var.allowed_ips)}: write ranges such as \"203.0.113.0/24\", or",
      "\"203.0.113.7/32\" for one address.",
    ])
  }
}

variable "authorizers" {
  description = <<-EOT
    Who checks tokens, by a name that routes write as their `authorization`: either `user_pools` of Cognito, or a
    `function` that answers with a policy.
    The function gets `identity_sources` of the request, without which it refuses, and its answer holds for
    `ttl_seconds`.
  EOT
  type = map(object({
    function         = optional(object({ name = string, invoke_arn = string, alias = optional(string) }))
    user_pools       = optional(list(object({ arn = string })), [])
    identity_sources = optional(list(string), ["method.request.header.Authorization"])
    ttl_seconds      = optional(number, 300)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for authorizer in var.authorizers : (authorizer.function == null) != (length(authorizer.user_pools) == 0)
    ])
    error_message = join(" ", [
      "Of ${join(", ", keys(var.authorizers))}, some authorizer has both or none of function and user_pools:",
      "write one of them.",
    ])
  }

  validation {
    condition = alltrue([
      for name in keys(var.authorizers) :
      can(regex("^[a-zA-Z0-9_-]{1,64}$", name)) && !contains(["API_KEY", "AWS_IAM", "NONE"], name)
    ])
    error_message = join(" ", [
      "authorizers holds ${join(", ", keys(var.authorizers))}: write names of letters, digits, \"_\" or \"-\"",
      "other than API_KEY, AWS_IAM and NONE.",
    ])
  }

  validation {
    condition = alltrue([
      for authorizer in var.authorizers : authorizer.ttl_seconds >= 0 && authorizer.ttl_seconds <= 3600
    ])
    error_message = join(" ", [
      "The ttl_seconds of",
      "${join(", ", [for name, authorizer in var.authorizers : "${name} is ${authorizer.ttl_seconds}"])}: write",
      "0 to 3600 seconds.",
    ])
  }
}

variable "binary_media_types" {
  description = "Media types whose bodies are binary, such as `image/png`. Functions get them in base64."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "cache" {
  description = <<-EOT
    Answers to GET requests that API Gateway keeps for `ttl_seconds`, in a cache of `size_gb` that costs by the
    hour.
    An answer is kept by the path's parameters and the queries that the route lists: list each that the answer
    depends on.
  EOT
  type = object({
    size_gb     = optional(number, 0.5)
    ttl_seconds = optional(number, 300)
  })
  default = null

  validation {
    condition     = var.cache == null ? true : contains([0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237], var.cache.size_gb)
    error_message = "cache.size_gb is ${try(var.cache.size_gb, 0)}: write 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237."
  }

  validation {
    condition = var.cache == null ? true : var.cache.ttl_seconds >= 1 && var.cache.ttl_seconds <= 3600
    error_message = join(" ", [
      "cache.ttl_seconds is ${try(var.cache.ttl_seconds, 0)}: write 1 to 3600 seconds, or",
      "leave out cache.",
    ])
  }
}

variable "cors" {
  description = <<-EOT
    Lets pages of other `origins` call the API: answers their preflight requests, and marks what API Gateway
    itself answers (its refusals, for every page where there are several origins).
    The functions add `Access-Control-Allow-Origin` to their own answers.
  EOT
  type = object({
    origins = list(string)
    headers = optional(
      list(string),
      ["Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Security-Token", "X-Api-Key"]
    )
    max_age_seconds = optional(number, 600)
    methods         = optional(list(string), ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"])
  })
  default = null

  validation {
    condition = (
      var.cors == null ? true : var.cors.origins == tolist(["*"]) || length(var.cors.origins) > 0 && alltrue([
        for origin in var.cors.origins : can(regex("^https?://[a-zA-Z0-9._:\\[\\]-]+$", origin))
      ])
    )
    error_message = join(" ", [
      "cors.origins is ${jsonencode(try(var.cors.origins, []))}: write origins without a path, for example",
      "\"https://shop.example.com\", or [\"*\"] for every page.",
    ])
  }

  validation {
    condition     = var.cors == null || var.openapi == null
    error_message = "cors and openapi are both set: write the OPTIONS methods into the document."
  }
}

variable "description" {
  description = "What the API is for."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 1024
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 1024."
  }
}

variable "domain" {
  description = <<-EOT
    Domain of the API's own, with its certificate in ACM (in us-east-1 for an `EDGE` endpoint) and the path under
    it, none by default.
    Without a `certificate` the API joins a domain that exists already: `{ name = module.shop.domain.name,
    base_path = "prices" }`.
    The address AWS made for the API is then closed.
    `apis` are further REST and HTTP APIs that the domain leads to, by their paths: `{ prices = module.prices }`.
    With a `truststore`, the authorities in that file of a bucket, callers show a certificate from one of them
    (mutual TLS).
    Point the domain at the output `domain`.
  EOT
  type = object({
    name        = string
    certificate = optional(object({ arn = string }))
    apis        = optional(map(object({ id = string, stage = string })), {})
    base_path   = optional(string)
    truststore = optional(object({
      bucket  = object({ name = string })
      key     = string
      version = optional(string)
    }))
  })
  default = null

  validation {
    condition = var.domain == null || var.endpoint.type != "PRIVATE"
    error_message = join(" ", [
      "domain is set for a PRIVATE endpoint: write endpoint = { type = \"REGIONAL\" }, or",
      "leave out domain.",
    ])
  }

  validation {
    condition = (
      try(var.domain.base_path, null) == null ? true : can(regex("^[a-zA-Z0-9$_.!*'()-]+$", var.domain.base_path))
    )
    error_message = join(" ", [
      "domain.base_path is \"${try(coalesce(var.domain.base_path, ""), "")}\": write one path segment without",
      "\"/\", for example \"users\", or leave it out.",
    ])
  }

  validation {
    condition = alltrue([
      for path in keys(try(var.domain.apis, {})) :
      can(regex("^[a-zA-Z0-9$_.!*'()-]+$", path)) && path != try(var.domain.base_path, null)
    ])
    error_message = join(" ", [
      "domain.apis has the paths ${jsonencode(keys(try(var.domain.apis, {})))}:",
      "write one segment each, without \"/\", other than base_path, for example \"prices\".",
    ])
  }

  validation {
    condition     = try(var.domain.truststore, null) == null || try(var.domain.certificate, null) != null
    error_message = "domain.truststore is set without a certificate: write it where the domain is made."
  }

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
  validation {
    condition = (
      var.endpoint.type != "EDGE" || try(var.domain.truststore, null) == null && length(try(var.domain.apis, {})) == 0
    )
    error_message = join(" ", [
      "domain has a truststore or apis for an EDGE endpoint: write endpoint = { type = \"REGIONAL\" }, or leave",
      "them out.",
    ])
  }
}

variable "endpoint" {
  description = <<-EOT
    Where the API is reached: `REGIONAL`, `EDGE` (through CloudFront's edge locations) or `PRIVATE` (through the
    VPC endpoints named, and only them).
  EOT
  type = object({
    type             = optional(string, "REGIONAL")
    vpc_endpoint_ids = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["EDGE", "PRIVATE", "REGIONAL"], var.endpoint.type)
    error_message = "endpoint.type is \"${var.endpoint.type}\": write \"REGIONAL\", \"EDGE\" or \"PRIVATE\"."
  }

  validation {
    condition = (var.endpoint.type == "PRIVATE") == (length(var.endpoint.vpc_endpoint_ids) > 0)
    error_message = join(" ", [
      "endpoint.type is \"${var.endpoint.type}\" with ${length(var.endpoint.vpc_endpoint_ids)}",
      "vpc_endpoint_ids: write the VPC's endpoints for execute-api with \"PRIVATE\", and only with it.",
    ])
  }
}

variable "log" {
  description = <<-EOT
    The access logs: for how many days they are kept, and the key that encrypts them, which must list `logs` in
    its `services`.
    `execution` also logs each step of a request: `OFF`, `ERROR` or `INFO`.
    The account needs a role for both, once per region: see the README.
  EOT
  type = object({
    execution      = optional(string, "OFF")
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["OFF", "ERROR", "INFO"], var.log.execution)
    error_message = "log.execution is \"${var.log.execution}\": write \"OFF\", \"ERROR\" or \"INFO\"."
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

variable "minimum_compression_bytes" {
  description = "Size in bytes from which answers are compressed for callers that accept it. Without it they never are."
  type        = number
  default     = null

  validation {
    condition = (
      var.minimum_compression_bytes == null ? true :
      var.minimum_compression_bytes >= 0 && var.minimum_compression_bytes <= 10485760
    )
    error_message = join(" ", [
      "minimum_compression_bytes is ${coalesce(var.minimum_compression_bytes, 0)}: write 0 to 10485760 bytes,",
      "or leave it out.",
    ])
  }
}

variable "network" {
  description = <<-EOT
    Network that the `load_balancer` of routes is reached in, through a VPC link in its private subnets:
    `network/vpc` as the whole module.
  EOT
  type        = object({ id = string, cidr = string, private_subnet_ids = map(string) })
  default     = null
}

variable "openapi" {
  description = <<-EOT
    OpenAPI 3 document in JSON with API Gateway's integrations in it, instead of `routes`.
    The functions it calls let the API in themselves, by `invokers`.
  EOT
  type        = string
  default     = null

  validation {
    condition = var.openapi == null ? true : can(jsondecode(var.openapi).paths)
    error_message = join(" ", [
      "openapi holds no JSON with paths: write jsonencode({ openapi = \"3.0.1\", info = …, paths = … }), or",
      "jsonencode(yamldecode(file(…))) for a file in YAML.",
    ])
  }

  validation {
    condition     = (var.openapi == null) == (length(var.routes) > 0)
    error_message = "openapi and routes: write exactly one of them, and at least one route."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the role of routes to services can ever be allowed."
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

variable "routes" {
  description = <<-EOT
    What answers, by method and path: `{ "POST /users" = { function = module.users } }`, as the whole module.
    Instead of a function a route leads to a `url` elsewhere, which may repeat the path's parameters
    (`https://prices.example.com/{proxy}`); or its JSON body becomes a message of a `queue`, an event of an `event_bus`
    (with `detail_type` and `event_source`) or the input of an execution of a `state_machine`, started by a role made
    for it. Give modules of the platform whole, existing things as `{ arn = "…" }`, a queue with its `url`.
    A route also leads into the `network`, to a `load_balancer` (`network/alb`, or `network/nlb` with a `port`), with
    the path as it is; `tls_name` is whom the certificate there must name, without which the call is plain HTTP.
    `ANY` stands for all methods, `{id}` for a segment, `{proxy+}` for all that follow.
    `authorization` is `AWS_IAM` (callers carry `grants.invoke` and sign), the name of an authorizer, or `NONE`,
    which opens the route to everyone.
    `scopes` is what a Cognito token must allow.
    With `api_key_required`, callers also send a key of a usage plan.
    `body_schema` (JSON Schema, draft 4) and the queries that are `required` are checked before the function is
    called; JSON bodies only.
    `throttle` and `cache_seconds` (0 keeps nothing) are the route's own.
  EOT
  type = map(object({
    function      = optional(object({ name = string, invoke_arn = string, alias = optional(string) }))
    load_balancer = optional(object({ arn = string, dns_name = string, port = optional(number, 443) }))
    tls_name      = optional(string)
    url           = optional(string)
    queue = optional(object({
      arn = string
      url = string
      grants = optional(object({
        send = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    event_bus = optional(object({
      arn = string
      grants = optional(object({
        publish = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    state_machine = optional(object({
      arn = string
      grants = optional(object({
        start = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    detail_type      = optional(string)
    event_source     = optional(string)
    api_key_required = optional(bool, false)
    authorization    = optional(string, "AWS_IAM")
    body_schema      = optional(string)
    cache_seconds    = optional(number)
    query            = optional(map(object({ required = optional(bool, false) })), {})
    scopes           = optional(list(string), [])
    throttle         = optional(object({ rate = number, burst = number }))
    timeout_ms       = optional(number, 29000)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for route in keys(var.routes) :
      can(
        regex(
          "^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (/|(/([a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._-]+\\}))*(/([a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._-]+\\+?\\})))$",
          route
        )
      )
    ])
    error_message = join(" ", [
      "routes holds ${join(", ", [for route in keys(var.routes) : "\"${route}\""])}: write a method in",
      "capitals, one space and a path, for example \"GET /users/{id}\"; {name+} may only end a path.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes :
      length([
        for target in [
          route.function != null,
          route.load_balancer != null,
          route.url != null,
          route.queue != null,
          route.event_bus != null,
          route.state_machine != null,
        ] : target if target
      ]) == 1
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for route in keys(var.routes) : "\"${route}\""])}, some route has none or several of",
      "function, load_balancer, url, queue, event_bus and state_machine: write one of them.",
    ])
  }

  validation {
    condition = var.network != null || alltrue([for route in var.routes : route.load_balancer == null])
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if route.load_balancer != null])}, each leads",
      "into a network, but there is none: write network = module.network.",
    ])
  }

  validation {
    condition = alltrue([for route in var.routes : route.tls_name == null || route.load_balancer != null])
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if route.tls_name != null])}, some route",
      "has a tls_name without a load_balancer: write tls_name with one only.",
    ])
  }

  validation {
    condition = alltrue([
      for key, route in var.routes :
      can(regex("^https?://[^/ ?#]+(/[^ ]*)?$", route.url)) && alltrue([
        for name in flatten(regexall("\\{([^}]*)\\}", route.url)) :
        strcontains(key, "{${name}}") || strcontains(key, "{${name}+}")
      ]) if route.url != null
    ])
    error_message = join(" ", [
      "The url of",
      "${join(
        ", ",
        [for key, route in var.routes : "\"${key}\" is ${route.url}" if route.url != null]
      )}:",
      "write \"https://\" or \"http://\", a host and a path, with parameters of the route only.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes :
      length(distinct([for each in [route.event_bus, route.detail_type, route.event_source] : each == null])) == 1
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for key in keys(var.routes) : "\"${key}\""])}, some route has an event_bus without",
      "detail_type and event_source, or these without an event_bus: write all three.",
    ])
  }

  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-message-order.html
  validation {
    condition = alltrue([for route in var.routes : route.queue == null || !can(regex("[.]fifo$", route.queue.url))])
    error_message = join(" ", [
      "The queue of",
      "${join(", ", [for key, route in var.routes : "\"${key}\" is ${route.queue.url}" if route.queue != null])}: a",
      "FIFO queue wants a group of each message, write a standard one.",
    ])
  }

  # Paths that differ in a parameter's name only are one path to API Gateway.
  validation {
    condition = length(distinct([for route in keys(var.routes) : try(split(" ", route)[1], route)])) == length(
      distinct([
        for route in keys(var.routes) : replace(try(split(" ", route)[1], route), "/\\{[^}+]+(\\+?)\\}/", "{$1}")
      ])
    )
    error_message = join(" ", [
      "routes holds ${join(", ", [for route in keys(var.routes) : "\"${route}\""])}: some paths differ in the",
      "name of a parameter only, write the same name in each.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : contains(concat(["AWS_IAM", "NONE"], keys(var.authorizers)), route.authorization)
    ])
    error_message = join(" ", [
      "The authorization of",
      "${join(
        ", ",
        [
          for key, route in var.routes :
          "\"${key}\" is ${route.authorization}" if !contains(
            concat(["AWS_IAM", "NONE"], keys(var.authorizers)),
            route.authorization
          )
        ]
      )}:",
      "write \"AWS_IAM\", \"NONE\" to open the route to everyone, or the name of an",
      "authorizer${length(var.authorizers) == 0 ? " (there are none)" : ": ${join(", ", keys(var.authorizers))}"}.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.body_schema == null ? true : can(keys(jsondecode(route.body_schema)))
    ])
    error_message = join(" ", [
      "The body_schema of",
      "${join(
        ", ",
        [
          for key, route in var.routes :
          "\"${key}\"" if route.body_schema == null ? false :
          !can(keys(jsondecode(route.body_schema)))
        ]
      )}",
      "is no JSON object: write a JSON Schema, for example jsonencode({ type = \"object\", required =",
      "[\"email\"] }) or file(\"user.schema.json\").",
    ])
  }

  validation {
    condition = alltrue([
      for key, route in var.routes :
      route.cache_seconds == null ? true :
      var.cache != null &&
      startswith(key, "GET /") &&
      key != "GET /" &&
      route.cache_seconds >= 0 &&
      route.cache_seconds <= 3600
    ])
    error_message = join(" ", [
      "The cache_seconds of",
      "${join(
        ", ",
        [
          for key, route in var.routes :
          "\"${key}\" is ${route.cache_seconds}" if route.cache_seconds != null
        ]
      )}:",
      "write 0 to 3600 seconds, for GET and a path below \"/\", of an API that has a cache.",
    ])
  }

  validation {
    condition = alltrue([
      for key, route in var.routes :
      route.throttle == null ? true :
      route.throttle.rate > 0 && route.throttle.burst >= 1 && !startswith(key, "ANY ") && !endswith(key, " /")
    ])
    error_message = join(" ", [
      "The throttle of",
      "${join(
        ", ",
        [
          for key, route in var.routes :
          "\"${key}\" is ${jsonencode(route.throttle)}" if route.throttle != null
        ]
      )}:",
      "write a rate of more than 0 and a burst of at least 1, for single methods of paths below \"/\".",
    ])
  }

  validation {
    condition = alltrue([for route in var.routes : route.timeout_ms >= 50 && route.timeout_ms <= 29000])
    error_message = join(" ", [
      "The timeout_ms of ${join(", ", [for key, route in var.routes : "\"${key}\" is ${route.timeout_ms}"])}:",
      "write 50 to 29000 ms.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : length(route.scopes) == 0 || !contains(["AWS_IAM", "NONE"], route.authorization)
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if length(route.scopes) > 0])}, some route",
      "has scopes but no authorizer: write the name of one with user_pools as its authorization.",
    ])
  }

  validation {
    condition = !anytrue([for route in var.routes : route.api_key_required]) || length(var.usage_plans) > 0
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if route.api_key_required])}, each wants an",
      "API key, but there is no usage plan that gives one: write usage_plans = { partners = { keys = [\"acme\"]",
      "} }.",
    ])
  }
}

variable "stage" {
  description = "Name of the stage, the first segment of the API's path."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,128}$", var.stage))
    error_message = "stage is \"${var.stage}\": write letters, digits, \"_\" or \"-\", for example \"live\"."
  }
}

variable "throttle" {
  description = <<-EOT
    Requests per second that each route takes (`rate`), and the burst it takes on top before it answers 429.
  EOT
  type = object({
    rate  = optional(number, 100)
    burst = optional(number, 200)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.throttle.rate > 0 && var.throttle.rate <= 10000 && var.throttle.burst >= 1 && var.throttle.burst <= 5000
    )
    error_message = join(" ", [
      "throttle is ${jsonencode(var.throttle)}: an account takes 10000 requests per second and a burst of 5000,",
      "write a rate and a burst of more than 0 and up to them.",
    ])
  }
}

variable "tracing" {
  description = "Whether requests are traced by X-Ray."
  type        = bool
  default     = true
  nullable    = false
}

variable "usage_plans" {
  description = <<-EOT
    Who may call routes with `api_key_required` and how much, by plan: the names of its `keys`, a `throttle` in
    requests per second, and a `quota` of requests per `DAY`, `WEEK` or `MONTH`.
  EOT
  type = map(object({
    keys     = optional(list(string), [])
    quota    = optional(object({ requests = number, period = optional(string, "MONTH") }))
    throttle = optional(object({ rate = number, burst = number }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for plan in var.usage_plans :
      plan.quota == null ? true : contains(["DAY", "WEEK", "MONTH"], plan.quota.period) && plan.quota.requests >= 1
    ])
    error_message = join(" ", [
      "In usage_plans, write each quota with at least 1 request and a period of \"DAY\",",
      "\"WEEK\" or \"MONTH\".",
    ])
  }

  validation {
    condition = alltrue([
      for plan in var.usage_plans : plan.throttle == null ? true : plan.throttle.rate > 0 && plan.throttle.burst >= 1
    ])
    error_message = "In usage_plans, write each throttle with a rate of more than 0 and a burst of at least 1."
  }

  validation {
    condition = length(flatten(values(var.usage_plans)[*].keys)) == length(
      distinct(flatten(values(var.usage_plans)[*].keys))
    )
    error_message = join(" ", [
      "usage_plans holds the keys ${jsonencode(flatten(values(var.usage_plans)[*].keys))}: a key is in one plan",
      "once, write names that differ.",
    ])
  }
}

variable "variables" {
  description = "Variables of the stage, which a document's integrations can refer to."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for name, value in var.variables :
      can(regex("^[A-Za-z0-9_]+$", name)) && can(regex("^[A-Za-z0-9._~:/?#&=,-]*$", value))
    ])
    error_message = join(" ", [
      "variables is ${jsonencode(var.variables)}: write names of letters, digits and \"_\", and",
      "values of letters, digits and \"._~:/?#&=,-\".",
    ])
  }
}

variable "web_acl" {
  description = "Web ACL whose rules every request passes first, a regional one from `edge/waf`."
  type        = object({ arn = string })
  default     = null
}
