variable "name" {
  description = "Name of the accelerator."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,62}[a-zA-Z0-9])?$", var.name))
    error_message = "name is \"${var.name}\": write 1 to 64 letters, digits, \".\" or \"-\", for example \"shop-prod\"."
  }
}

variable "tags" {
  description = "Tags of the accelerator."
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

variable "flow_logs" {
  description = <<-EOT
    Bucket that flow logs are written to, `data/s3-bucket` as a whole, and the prefix of their keys. null writes
    none.
  EOT
  type = object({
    bucket = object({ name = string })
    prefix = optional(string, "global-accelerator/")
  })
  default = null
}

variable "ipv6" {
  description = "Whether there are IPv6 addresses too. The endpoints have to be reachable by both."
  type        = bool
  default     = false
  nullable    = false
}

variable "listeners" {
  description = <<-EOT
    What is listened on, by a name of your choice: `ports` of a `protocol` (`TCP`, `UDP`), `sticky` if a client
    always goes to the same endpoint; and `groups`, the endpoints by region.
    A region gets its callers, or the percentage of them that `dial_percent` says, while its health check is
    answered; the others go to the next region.
    An endpoint is the `id` of a load balancer (its ARN), an Elastic IP or an instance, with a share of the
    region's traffic by `weight`; `keep_client_ip` shows it the caller's address.
  EOT
  type = map(object({
    ports    = list(number)
    protocol = optional(string, "TCP")
    sticky   = optional(bool, false)
    groups = map(object({
      dial_percent = optional(number, 100)
      endpoints = map(object({
        id             = string
        keep_client_ip = optional(bool, true)
        weight         = optional(number, 128)
      }))
      health_check = optional(object({
        interval_seconds = optional(number, 30)
        path             = optional(string, "/health")
        port             = optional(number)
        protocol         = optional(string, "TCP")
        unhealthy_after  = optional(number, 3)
      }), {})
    }))
  }))
  nullable = false

  validation {
    condition = (
      length(var.listeners) > 0 &&
      alltrue([
        for listener in var.listeners :
        length(listener.ports) > 0 &&
        length(listener.groups) > 0 &&
        alltrue([for port in listener.ports : port >= 1 && port <= 65535])
      ])
    )
    error_message = join(" ", [
      "listeners listen on the ports ${jsonencode([for listener in var.listeners : listener.ports])}: write at",
      "least one listener, each with ports from 1 to 65535 and at least one of groups.",
    ])
  }

  validation {
    condition = alltrue([for listener in var.listeners : contains(["TCP", "UDP"], listener.protocol)])
    error_message = join(" ", [
      "listeners have the protocols ${jsonencode([for listener in var.listeners : listener.protocol])}: write",
      "\"TCP\" or \"UDP\".",
    ])
  }

  validation {
    condition = alltrue(
      flatten([
        for listener in var.listeners :
        [for group in listener.groups : group.dial_percent >= 0 && group.dial_percent <= 100]
      ])
    )
    error_message = join(" ", [
      "listeners have groups with dial_percent",
      "${jsonencode(flatten([for listener in var.listeners : [for group in listener.groups : group.dial_percent]]))}:",
      "write 0 to 100.",
    ])
  }

  validation {
    condition = alltrue(
      flatten([
        for listener in var.listeners :
        [
          for group in listener.groups :
          [for endpoint in group.endpoints : endpoint.weight >= 0 && endpoint.weight <= 255]
        ]
      ])
    )
    error_message = join(" ", [
      "listeners have endpoints with the weights",
      "${jsonencode(
        flatten([
          for listener in var.listeners :
          [for group in listener.groups : [for endpoint in group.endpoints : endpoint.weight]]
        ])
      )}:",
      "write 0 to 255.",
    ])
  }

  # https://docs.aws.amazon.com/global-accelerator/latest/api/API_CreateEndpointGroup.html
  validation {
    condition = alltrue(
      flatten([
        for listener in var.listeners :
        [
          for group in listener.groups :
          contains([10, 30], group.health_check.interval_seconds) &&
          contains(["HTTP", "HTTPS", "TCP"], group.health_check.protocol) &&
          group.health_check.unhealthy_after >= 1 &&
          group.health_check.unhealthy_after <= 10
        ]
      ])
    )
    error_message = join(" ", [
      "listeners have groups with the checks",
      "${jsonencode(
        flatten([
          for listener in var.listeners :
          [
            for group in listener.groups :
            join(" ", [
              "${group.health_check.protocol} every ${group.health_check.interval_seconds} s,",
              "${group.health_check.unhealthy_after} times",
            ])
          ]
        ])
      )}:",
      "write \"TCP\", \"HTTP\" or \"HTTPS\", an interval of 10 or 30 seconds, and unhealthy_after from 1 to 10.",
    ])
  }
}
