variable "name" {
  description = "Name of the service. Cannot be changed later: a change replaces it."
  type        = string
  nullable    = false

  # https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateService.html
  validation {
    condition = (
      can(regex("^[a-z0-9](-?[a-z0-9]){2,39}$", var.name)) && length(var.name) <= 40 && !startswith(var.name, "svc-")
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 3 to 40 lower-case letters, digits or single \"-\" that do not begin with",
      "\"svc-\", for example \"users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the service, its associations, listener, rules, target groups and alarm."
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
  description = "ARNs to notify when requests fail, usually one SNS topic. Without any, there is no alarm."
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

variable "alarm_errors" {
  description = "Requests within five minutes that may end in 5xx before the alarm is raised."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.alarm_errors >= 0
    error_message = "alarm_errors is ${var.alarm_errors}: write 0 requests or more."
  }
}

variable "callers" {
  description = <<-EOT
    Who may call the service, as whole modules with a role, by a name of your choice.
    They sign their requests and carry `grants.invoke`. null lets in everyone whom the service network lets in.
  EOT
  type        = map(object({ role_arn = string }))
  default     = null

  validation {
    condition = var.callers == null ? true : length(var.callers) > 0
    error_message = join(" ", [
      "callers is empty, and no caller would be accepted: write at least one, for example { orders =",
      "module.orders }, or leave it out.",
    ])
  }

  # Of what it only passes on, Lattice sees no signature.
  validation {
    condition = var.callers == null || var.protocol != "tls"
    error_message = join(" ", [
      "callers is set with protocol \"tls\", which is passed on unread: leave out callers, or write protocol =",
      "\"https\".",
    ])
  }
}

variable "domain" {
  description = <<-EOT
    Domain of the service's own, with its certificate in ACM, which only `https` needs.
    Point an alias record at the output `dns`.
    The domain cannot be changed later: a change replaces the service.
  EOT
  type = object({
    name        = string
    certificate = optional(object({ arn = string }))
  })
  default = null

  validation {
    condition = var.domain == null || (var.protocol == "https") == (try(var.domain.certificate, null) != null)
    error_message = join(" ", [
      "domain has ${try(var.domain.certificate, null) == null ? "no certificate" : "a certificate"} with",
      "protocol \"${var.protocol}\": write certificate with \"https\", and only with it.",
    ])
  }
}

variable "forward" {
  description = <<-EOT
    Where requests go that no route takes: weights by the names of `targets`, for example `{ blue = 90, green = 10
    }`.
    Without any they are answered with 404.
  EOT
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([for target in keys(var.forward) : contains(keys(var.targets), target)])
    error_message = join(" ", [
      "forward names ${join(", ", keys(var.forward))}: write names of targets",
      "(${join(", ", keys(var.targets))}).",
    ])
  }

  validation {
    condition     = alltrue([for weight in values(var.forward) : weight >= 0 && weight <= 999])
    error_message = "forward has the weights ${jsonencode(var.forward)}: write 0 to 999."
  }

  validation {
    condition     = var.protocol != "tls" || length(var.forward) > 0
    error_message = "forward is empty with protocol \"tls\": write where connections go, for example { users = 1 }."
  }
}

variable "lattices" {
  description = <<-EOT
    Service networks in which the service is found, `discovery/lattice` as a whole, by a name of your choice.
  EOT
  type        = map(object({ id = string }))
  nullable    = false

  validation {
    condition = length(var.lattices) > 0
    error_message = join(" ", [
      "lattices is empty, and no client could reach the service: write at least one, for example { shop =",
      "module.lattice }.",
    ])
  }
}

variable "port" {
  description = "Port on which the service listens. null takes the protocol's: 80 for `http`, else 443."
  type        = number
  default     = null

  validation {
    condition     = var.port == null ? true : var.port >= 1 && var.port <= 65535
    error_message = "port is ${coalesce(var.port, 0)}: write 1 to 65535."
  }
}

variable "protocol" {
  description = <<-EOT
    What is spoken on `port`: `https` and `http`, or `tls`, which is passed on to the targets unread.
    Cannot be changed later: a change replaces the listener.
  EOT
  type        = string
  default     = "https"
  nullable    = false

  validation {
    condition     = contains(["http", "https", "tls"], var.protocol)
    error_message = "protocol is \"${var.protocol}\": write \"https\", \"http\" or \"tls\"."
  }
}

variable "routes" {
  description = <<-EOT
    Which requests go elsewhere, by a name of your choice, the lowest `priority` first: by `path` (`/users/42`, or
    `/users/*` for all that begin so), `method` and exact `headers`, to `forward`, weights by the names of
    `targets`.
    A changed priority replaces the rule.
  EOT
  type = map(object({
    forward  = map(number)
    headers  = optional(map(string), {})
    method   = optional(string)
    path     = optional(string)
    priority = number
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name in keys(var.routes) : can(regex("^[a-z0-9](-?[a-z0-9]){0,49}$", name)) && length(name) <= 50
    ])
    error_message = join(" ", [
      "routes holds ${join(", ", [for name in keys(var.routes) : "\"${name}\""])}: write names of up to 50",
      "lower-case letters, digits or single \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : length(route.headers) > 0 || route.method != null || route.path != null
    ])
    error_message = join(" ", [
      "routes holds",
      "${join(
        ", ",
        [
          for name, route in var.routes :
          name if length(route.headers) == 0 && route.method == null && route.path == null
        ]
      )},",
      "which takes every request: write path, method or headers, or forward for all.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes :
      length(route.forward) > 0 && alltrue([for target in keys(route.forward) : contains(keys(var.targets), target)])
    ])
    error_message = join(" ", [
      "routes go to ${jsonencode({ for name, route in var.routes : name => keys(route.forward) })}: write names",
      "of targets (${join(", ", keys(var.targets))}).",
    ])
  }

  validation {
    condition = (
      length(distinct([for route in var.routes : route.priority])) == length(var.routes) &&
      alltrue([for route in var.routes : route.priority >= 1 && route.priority <= 100])
    )
    error_message = join(" ", [
      "routes have the priorities",
      "${join(", ", [for name, route in var.routes : "${route.priority} for ${name}"])}: write different ones,",
      "each from 1 to 100.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.path == null ? true : can(regex("^/[^*]*\\*?$", route.path))
    ])
    error_message = join(" ", [
      "routes have the paths ${jsonencode([for route in var.routes : route.path if route.path != null])}: write",
      "them from \"/\" on, with \"*\" at the end only, for example \"/users/*\".",
    ])
  }

  validation {
    condition = var.protocol != "tls" || length(var.routes) == 0
    error_message = join(" ", [
      "routes holds ${join(", ", keys(var.routes))} with protocol \"tls\", which is passed on unread: write",
      "forward alone.",
    ])
  }
}

variable "targets" {
  description = <<-EOT
    What takes the requests, by a name of your choice: a `function` or a `load_balancer` (`network/alb`, inside)
    as whole modules, ids of `instances` or `addresses` in the network, each by a name of your choice; without any
    of them what registers itself by its address.
    All but functions are in a `network` and listen on `port`, speaking `http` or `https` in `version` `http1`,
    `http2` or `grpc`.
    `health_check` is a GET of `path`, answered with one of `codes`.
  EOT
  type = map(object({
    addresses = optional(map(string), {})
    function  = optional(object({ arn = string, name = string, alias = optional(string) }))
    health_check = optional(object({
      codes            = optional(string, "200")
      healthy_after    = optional(number, 3)
      interval_seconds = optional(number, 10)
      path             = optional(string, "/health")
      port             = optional(number)
      timeout_seconds  = optional(number, 5)
      unhealthy_after  = optional(number, 3)
    }), {})
    instances     = optional(map(string), {})
    load_balancer = optional(object({ arn = string }))
    network       = optional(object({ id = string }))
    port          = optional(number, 8080)
    protocol      = optional(string, "http")
    version       = optional(string, "http1")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.targets) : can(regex("^[a-z0-9](-?[a-z0-9]){0,39}$", key)) && length(key) <= 40
    ])
    error_message = join(" ", [
      "targets holds ${join(", ", [for key in keys(var.targets) : "\"${key}\""])}: write names of up to 40",
      "lower-case letters, digits or single \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for target in var.targets :
      length([
        for given in [
          length(target.addresses) > 0,
          length(target.instances) > 0,
          target.function != null,
          target.load_balancer != null,
        ] :
        given if given
      ]) <= 1
    ])
    error_message = join(" ", [
      "targets holds ${join(", ", keys(var.targets))}: write only one of addresses, instances, function and",
      "load_balancer in each.",
    ])
  }

  validation {
    condition = alltrue([for target in var.targets : (target.function == null) == (target.network != null)])
    error_message = join(" ", [
      "targets has a network for",
      "${jsonencode([for key, target in var.targets : key if target.network != null])}: write network =",
      "module.network for all but functions, and none for them.",
    ])
  }

  validation {
    condition = alltrue([
      for target in var.targets :
      contains(["http", "https"], target.protocol) && contains(["grpc", "http1", "http2"], target.version)
    ])
    error_message = join(" ", [
      "targets speak",
      "${join(", ", [for key, target in var.targets : "${target.protocol} in ${target.version}"])}: write",
      "protocol \"http\" or \"https\" and version \"http1\", \"http2\" or \"grpc\".",
    ])
  }

  validation {
    condition = alltrue([for target in var.targets : target.port >= 1 && target.port <= 65535])
    error_message = join(" ", [
      "targets listen on ${join(", ", [for key, target in var.targets : "port ${target.port}"])}: write 1 to",
      "65535.",
    ])
  }

  # https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_HealthCheckConfig.html
  validation {
    condition = alltrue([
      for check in values(var.targets)[*].health_check :
      check.interval_seconds >= 5 &&
      check.interval_seconds <= 300 &&
      check.timeout_seconds >= 1 &&
      check.timeout_seconds <= 120 &&
      min(check.healthy_after, check.unhealthy_after) >= 2 &&
      max(check.healthy_after, check.unhealthy_after) <= 10
    ])
    error_message = join(" ", [
      "targets have the health checks ${jsonencode(values(var.targets)[*].health_check)}: write",
      "interval_seconds of 5 to 300, timeout_seconds of 1 to 120, healthy_after and unhealthy_after of 2 to 10.",
    ])
  }

  validation {
    condition = alltrue([
      for target in var.targets : var.protocol != "tls" || (target.function == null && target.load_balancer == null)
    ])
    error_message = join(" ", [
      "targets holds a function or a load balancer with protocol \"tls\", which ends at neither: write",
      "addresses or instances.",
    ])
  }
}
