variable "name" {
  description = "Name that callers use, a whole domain name in `zone`: `api.example.com`."
  type        = string
  nullable    = false

  validation {
    condition = can(
      regex("^(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$", var.name)
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write a whole domain name of lower-case letters, digits, \"-\" and \".\", for",
      "example \"api.example.com\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the health checks."
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

variable "endpoints" {
  description = <<-EOT
    What the name stands for, by a name of your choice: `addresses`, a `host` or a `load_balancer` (`network/alb`
    or `edge/global-accelerator` as a whole) each.
    By `policy`, an endpoint has a `role` (`primary`, `secondary`), a `region`, a `weight`, or a `country` or
    `continent` (without either, it is for everyone else).
    `health` leaves an endpoint out while checkers all over the world get no answer of 2xx or 3xx to a GET of
    `path`, or for `TCP` no connection, `unhealthy_after` times; or while an `alarm` is raised, which also watches
    what the internet does not reach.
    A load balancer is also left out when all its targets are unhealthy.
  EOT
  type = map(object({
    addresses     = optional(list(string), [])
    continent     = optional(string)
    country       = optional(string)
    host          = optional(string)
    load_balancer = optional(object({ dns_name = string, zone_id = string }))
    region        = optional(string)
    role          = optional(string)
    weight        = optional(number, 100)
    health = optional(object({
      alarm            = optional(object({ name = string, region = string }))
      host             = optional(string)
      interval_seconds = optional(number, 30)
      path             = optional(string, "/health")
      port             = optional(number, 443)
      type             = optional(string, "HTTPS")
      unhealthy_after  = optional(number, 3)
    }))
  }))
  nullable = false

  validation {
    condition = (
      length(var.endpoints) > 0 &&
      alltrue([
        for endpoint in var.endpoints :
        length([
          for given in [length(endpoint.addresses) > 0, endpoint.host != null, endpoint.load_balancer != null] :
          given if given
        ]) == 1
      ])
    )
    error_message = join(" ", [
      "endpoints holds",
      "${jsonencode([
        for name, endpoint in var.endpoints :
        name if length([
          for given in [
            length(endpoint.addresses) > 0,
            endpoint.host != null,
            endpoint.load_balancer != null,
          ] :
          given if given
        ]) != 1
      ])}",
      "with none or several of addresses, host and load_balancer: write exactly one for each, and at least one",
      "endpoint.",
    ])
  }

  validation {
    condition = alltrue([
      for endpoint in var.endpoints :
      endpoint.weight >= 0 && endpoint.weight <= 255 && floor(endpoint.weight) == endpoint.weight
    ])
    error_message = join(" ", [
      "endpoints has the weights ${jsonencode([for endpoint in var.endpoints : endpoint.weight])}: write whole",
      "numbers from 0 to 255.",
    ])
  }

  validation {
    condition = alltrue([
      for endpoint in var.endpoints :
      endpoint.health == null ? true : contains(["HTTP", "HTTPS", "TCP"], endpoint.health.type)
    ])
    error_message = join(" ", [
      "endpoints has checks of the types",
      "${jsonencode([for endpoint in var.endpoints : endpoint.health.type if endpoint.health != null])}: write",
      "\"HTTPS\", \"HTTP\" or \"TCP\".",
    ])
  }

  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
  validation {
    condition = alltrue([
      for endpoint in var.endpoints :
      endpoint.health == null ? true :
      contains([10, 30], endpoint.health.interval_seconds) &&
      endpoint.health.unhealthy_after >= 1 &&
      endpoint.health.unhealthy_after <= 10
    ])
    error_message = join(" ", [
      "endpoints has checks every",
      "${jsonencode([for endpoint in var.endpoints : endpoint.health.interval_seconds if endpoint.health != null])}",
      "seconds, believed after",
      "${jsonencode([for endpoint in var.endpoints : endpoint.health.unhealthy_after if endpoint.health != null])}",
      "answers: write interval_seconds = 30 or 10 (which costs more), and unhealthy_after from 1 to 10.",
    ])
  }
}

variable "policy" {
  description = <<-EOT
    Which endpoint a caller is given: `failover`, the primary while it is healthy; `latency`, the one in the
    nearest region; `weighted`, each its share; `geolocation`, the one for where the caller is.
  EOT
  type        = string
  default     = "failover"
  nullable    = false

  validation {
    condition     = contains(["failover", "geolocation", "latency", "weighted"], var.policy)
    error_message = "policy is \"${var.policy}\": write \"failover\", \"latency\", \"weighted\" or \"geolocation\"."
  }

  validation {
    condition = (
      var.policy != "failover" ||
      (
        length([
          for endpoint in var.endpoints :
          endpoint if endpoint.role == "primary" && endpoint.health != null ||
          endpoint.role == "primary" && endpoint.load_balancer != null
        ]) == 1 &&
        length([for endpoint in var.endpoints : endpoint if endpoint.role == "secondary"]) == 1 &&
        length(var.endpoints) == 2
      )
    )
    error_message = join(" ", [
      "policy is \"failover\", and endpoints have the roles",
      "${jsonencode([for endpoint in var.endpoints : endpoint.role])}: write two, one with role = \"primary\"",
      "and health (a load balancer needs none), one with role = \"secondary\".",
    ])
  }

  validation {
    condition = var.policy != "latency" || alltrue([for endpoint in var.endpoints : endpoint.region != null])
    error_message = join(" ", [
      "policy is \"latency\", and endpoints are in the regions",
      "${jsonencode([for endpoint in var.endpoints : endpoint.region])}: write region for each, for example",
      "\"eu-west-1\".",
    ])
  }
}

variable "ttl_seconds" {
  description = "Seconds for which callers keep an answer: what a failover takes at least, besides the checks."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.ttl_seconds >= 0 && var.ttl_seconds <= 86400
    error_message = "ttl_seconds is ${var.ttl_seconds}: write 0 to 86400 seconds (a day)."
  }
}

variable "zone" {
  description = "Zone that the name is in: a zone of Route 53, or `discovery/private-dns` as a whole."
  type        = object({ zone_id = string })
  nullable    = false
}
