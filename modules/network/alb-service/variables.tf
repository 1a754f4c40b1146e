variable "name" {
  description = <<-EOT
    Name of the service.
    Its target group is called the same, cut to 23 characters, with a fingerprint of name, port and protocol
    behind it.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 63 letters, digits or \"-\", for example \"shop-prod-users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the target group, its rules and alarms."
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
    ARNs to notify when requests fail or are slow, or targets are unhealthy, usually one SNS topic.
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

variable "alarm_error_percent" {
  description = <<-EOT
    Percentage of the requests that may end in the service's own errors (5xx) for three minutes before the alarm
    is raised.
  EOT
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition = var.alarm_error_percent >= 0 && var.alarm_error_percent < 100
    error_message = join(" ", [
      "alarm_error_percent is ${var.alarm_error_percent}: write a percentage of the requests, from 0 to less",
      "than 100.",
    ])
  }
}

variable "alarm_latency_seconds" {
  description = <<-EOT
    Seconds that the slowest hundredth of the requests may take for five minutes before the alarm is raised.
  EOT
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.alarm_latency_seconds > 0
    error_message = "alarm_latency_seconds is ${var.alarm_latency_seconds}: write more than 0 seconds."
  }
}

variable "deregistration_seconds" {
  description = <<-EOT
    Seconds that a leaving target has to answer the requests it already took.
    Longer than the longest request; a release takes as long.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.deregistration_seconds >= 0 &&
      var.deregistration_seconds <= 3600 &&
      floor(var.deregistration_seconds) == var.deregistration_seconds
    )
    error_message = "deregistration_seconds is ${var.deregistration_seconds}: write 0 to 3600 seconds."
  }
}

variable "function" {
  description = "Function that answers, instead of targets in the network: `serverless/lambda-function` as a whole."
  type        = object({ arn = string, name = string, alias = string })
  default     = null
}

variable "health_check" {
  description = <<-EOT
    How targets are checked: by a GET of `path` (for gRPC a method,
    `/package.service/method`) on `port`, the service's own unless another is written, answered within
    `timeout_seconds` with one of `codes` (`200`, `200-299`, `200,204`; for gRPC `0-99`).
    Without them: `/health` and `200`, for gRPC `/AWS.ALB/healthcheck` and `12`, which every server answers.
    It is asked every `interval_seconds`, and believed `healthy_after` or `unhealthy_after` equal answers.
  EOT
  type = object({
    path             = optional(string)
    codes            = optional(string)
    healthy_after    = optional(number, 2)
    interval_seconds = optional(number, 10)
    port             = optional(number)
    timeout_seconds  = optional(number, 5)
    unhealthy_after  = optional(number, 3)
  })
  default  = {}
  nullable = false

  validation {
    condition = var.health_check.path == null ? true : can(regex("^/\\S*$", var.health_check.path))
    error_message = join(" ", [
      "health_check.path is \"${coalesce(var.health_check.path, "null")}\": write a path that begins with",
      "\"/\", for example \"/health\".",
    ])
  }

  validation {
    condition = var.health_check.codes == null ? true : can(regex(
      "^([2-4][0-9]{2}|[0-9]{1,2})([-,]([2-4][0-9]{2}|[0-9]{1,2}))*$", var.health_check.codes
    ))
    error_message = join(" ", [
      "health_check.codes is \"${coalesce(var.health_check.codes, "null")}\": write a code, a range or several",
      "codes, for example \"200-299\".",
    ])
  }

  validation {
    condition = (
      var.health_check.interval_seconds >= 5 &&
      var.health_check.interval_seconds <= 300 &&
      floor(var.health_check.interval_seconds) == var.health_check.interval_seconds &&
      var.health_check.timeout_seconds >= 2 &&
      var.health_check.timeout_seconds < var.health_check.interval_seconds &&
      floor(var.health_check.timeout_seconds) == var.health_check.timeout_seconds
    )
    error_message = join(" ", [
      "health_check.interval_seconds is ${var.health_check.interval_seconds} and timeout_seconds",
      "${var.health_check.timeout_seconds}: write an interval of 5 to 300 seconds and a timeout from 2 seconds",
      "to less than the interval.",
    ])
  }

  validation {
    condition = alltrue([
      for times in [var.health_check.healthy_after, var.health_check.unhealthy_after] :
      times >= 2 && times <= 10 && floor(times) == times
    ])
    error_message = join(" ", [
      "health_check.healthy_after is ${var.health_check.healthy_after} and unhealthy_after",
      "${var.health_check.unhealthy_after}: write 2 to 10 answers.",
    ])
  }

  validation {
    condition = (
      var.health_check.port == null ? true :
      var.health_check.port >= 1 &&
      var.health_check.port <= 65535 &&
      floor(var.health_check.port) == var.health_check.port
    )
    error_message = "health_check.port is ${coalesce(var.health_check.port, 0)}: write 1 to 65535."
  }
}

variable "listener" {
  description = <<-EOT
    Load balancer behind which the service listens: `network/alb` as a whole, or for one of its `more_ports`
    `module.alb.listeners["admin"]`.
  EOT
  type = object({
    arn_suffix        = string
    dns_name          = string
    listener_arn      = string
    network_id        = string
    security_group_id = string
    port              = optional(number, 443)
  })
  nullable = false
}

variable "port" {
  description = "Port that targets take requests on. Ignored with `function`."
  type        = number
  default     = 8080
  nullable    = false

  validation {
    condition     = var.port >= 1 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "port is ${var.port}: write 1 to 65535."
  }
}

variable "protocol" {
  description = "`HTTP`, or `HTTPS` where targets speak TLS too; their certificate may be self-signed."
  type        = string
  default     = "HTTP"
  nullable    = false

  validation {
    condition     = contains(["HTTP", "HTTPS"], var.protocol)
    error_message = "protocol is \"${var.protocol}\": write \"HTTP\" or \"HTTPS\"."
  }
}

variable "protocol_version" {
  description = "`HTTP1`, `HTTP2` or `GRPC`."
  type        = string
  default     = "HTTP1"
  nullable    = false

  validation {
    condition     = contains(["HTTP1", "HTTP2", "GRPC"], var.protocol_version)
    error_message = "protocol_version is \"${var.protocol_version}\": write \"HTTP1\", \"HTTP2\" or \"GRPC\"."
  }
}

variable "routes" {
  description = <<-EOT
    Which requests the service takes, by a name of your choice: those with one of the `hosts`, and one of the
    `paths`, and one of the `methods`, and in each of the `headers` and of the query's `queries` one of its values,
    from one of the `sources` (ranges of addresses), whichever are written; `*` and `?` are wildcards.
    Of several routes that fit, whichever has the lowest `priority` wins, which is unique at a load balancer.
    With `others`, requests are shared out by `weight` (100 here) with these services, each `network/alb-service`
    as a whole.
    With `login`, Cognito is asked first who calls: browsers are sent to log in, or without `redirect` refused;
    the load balancer needs `login` too.
  EOT
  type = map(object({
    priority = number
    headers  = optional(map(list(string)), {})
    hosts    = optional(list(string), [])
    login = optional(object({
      client_id     = string
      domain        = string
      user_pool_arn = string
      redirect      = optional(bool, true)
    }))
    methods = optional(list(string), [])
    others  = optional(map(object({ service = object({ target_group_arn = string }), weight = number })), {})
    paths   = optional(list(string), [])
    queries = optional(map(list(string)), {})
    sources = optional(list(string), [])
    weight  = optional(number, 100)
  }))
  nullable = false

  validation {
    condition = length(var.routes) > 0
    error_message = join(" ", [
      "routes is empty: write at least one, for example { all = { priority = 100, paths =",
      "[\"/users*\"] } }.",
    ])
  }

  validation {
    condition = length(distinct([for route in var.routes : route.priority])) == length(var.routes) && alltrue([
      for route in var.routes :
      route.priority >= 1 && route.priority <= 50000 && floor(route.priority) == route.priority
    ])
    error_message = join(" ", [
      "routes has the priorities ${join(", ", [for route in var.routes : route.priority])}: write different",
      "whole numbers from 1 to 50000.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : length(flatten([
        route.hosts, route.paths, route.methods, route.sources, values(route.headers), values(route.queries)
      ])) >= 1
    ])
    error_message = join(" ", [
      "routes holds one without a condition",
      "(${join(
        ", ",
        [
          for name, route in var.routes :
          name if length(
            flatten([
              route.hosts, route.paths, route.methods, route.sources, values(route.headers), values(route.queries)
            ])
          ) == 0
        ]
      )}):",
      "write hosts, paths, methods, headers, queries or sources; paths = [\"/*\"] takes all.",
    ])
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
  validation {
    condition = alltrue([
      for route in var.routes : length(flatten([
        route.hosts, route.paths, route.methods, route.sources, values(route.headers), values(route.queries)
      ])) <= 5
    ])
    error_message = join(" ", [
      "routes holds one with too many values",
      "(${join(
        ", ",
        [
          for name, route in var.routes :
          name if length(
            flatten([
              route.hosts, route.paths, route.methods, route.sources, values(route.headers), values(route.queries)
            ])
          ) > 5
        ]
      )}):",
      "a rule has five, write a further route for the rest.",
    ])
  }

  validation {
    condition = alltrue(
      flatten([
        for route in var.routes :
        [
          for weight in concat([route.weight], [for other in route.others : other.weight]) :
          weight >= 0 && weight <= 999 && floor(weight) == weight
        ]
      ])
    )
    error_message = join(" ", [
      "routes holds weights",
      "${jsonencode([for route in var.routes : concat([route.weight], [for other in route.others : other.weight])])}:",
      "write whole numbers from 0 to 999.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for route in var.routes : [for host in route.hosts : can(regex("^[A-Za-z0-9*?.-]{1,128}$", host))]
    ]))
    error_message = join(" ", [
      "routes has the hosts ${jsonencode(distinct(flatten([for route in var.routes : route.hosts])))}:",
      "write names such as \"shop.example.com\" or \"*.example.com\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for route in var.routes : [for source in route.sources : can(cidrhost(source, 0))]
    ]))
    error_message = join(" ", [
      "routes has the sources ${jsonencode(distinct(flatten([for route in var.routes : route.sources])))}:",
      "write ranges of addresses, for example \"10.50.0.0/16\".",
    ])
  }
}

variable "security_group" {
  description = <<-EOT
    Security group of the targets, which then lets the load balancer in, and it them out.
    Not for a function.
  EOT
  type        = object({ id = string })
  default     = null

  validation {
    condition = var.security_group == null || var.function == null
    error_message = join(" ", [
      "security_group and function are both set: a function is not reached through the network, leave out",
      "security_group.",
    ])
  }
}

variable "slow_start_seconds" {
  description = <<-EOT
    Seconds over which a new target's share of the requests grows to its full size, 30 to 900. 0 sends it its
    share at once.
  EOT
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition = (
      var.slow_start_seconds == 0 ||
      (
        var.slow_start_seconds >= 30 &&
        var.slow_start_seconds <= 900 &&
        floor(var.slow_start_seconds) == var.slow_start_seconds
      )
    )
    error_message = "slow_start_seconds is ${var.slow_start_seconds}: write 0 or 30 to 900 seconds."
  }
}

variable "sticky" {
  description = <<-EOT
    Sends a browser to the target that answered it first, for `seconds`, by a cookie of the load balancer's own or as
    long as the service's own `cookie` is there. What a target keeps for a browser is still lost with the target.
    Not for a function.
  EOT
  type = object({
    cookie  = optional(string)
    seconds = optional(number, 3600)
  })
  default = null

  validation {
    condition     = var.sticky == null || var.function == null
    error_message = "sticky and function are both set: a function has one target, leave out sticky."
  }

  validation {
    condition = var.sticky == null ? true : (
      var.sticky.seconds >= 1 && var.sticky.seconds <= 604800 && floor(var.sticky.seconds) == var.sticky.seconds
    )
    error_message = "sticky.seconds is ${try(var.sticky.seconds, 0)}: write 1 to 604800 seconds (a week)."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
  validation {
    condition = try(var.sticky.cookie, null) == null ? true : (
      can(regex("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", var.sticky.cookie)) && !startswith(var.sticky.cookie, "AWSALB")
    )
    error_message = join(" ", [
      "sticky.cookie is ${jsonencode(try(var.sticky.cookie, null))}: write the name of a cookie of the",
      "service's own,",
      "not beginning with \"AWSALB\", for example \"session\".",
    ])
  }
}

variable "target_type" {
  description = <<-EOT
    How targets are registered: by `ip`, as tasks on Fargate are, or as an `instance`, as Auto Scaling groups do.
    Ignored with `function`.
  EOT
  type        = string
  default     = "ip"
  nullable    = false

  validation {
    condition     = contains(["instance", "ip"], var.target_type)
    error_message = "target_type is \"${var.target_type}\": write \"ip\" or \"instance\"."
  }
}
