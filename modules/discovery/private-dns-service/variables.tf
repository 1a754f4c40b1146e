variable "name" {
  description = "Name of the service in the zone: `users` is found as `users.shop.internal`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "name is \"${var.name}\": write 1 to 63 lower-case letters, digits or \"-\", for example \"users\"."
  }
}

variable "addresses" {
  description = "IPv4 addresses that the name stands for. Callers are given all of them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for address in var.addresses : can(cidrnetmask("${address}/32"))])
    error_message = join(" ", [
      "addresses holds ${jsonencode(var.addresses)}: write IPv4 addresses, for example \"10.0.0.7\"; another",
      "name is a host.",
    ])
  }
}

variable "host" {
  description = "Another name that this one stands for: a database's endpoint, a service of someone else."
  type        = string
  default     = null

  validation {
    condition = var.host == null ? true : can(regex("^[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)+$", var.host))
    error_message = join(" ", [
      "host is \"${coalesce(var.host, "null")}\": write a name without protocol and port, for example",
      "\"users.example.com\".",
    ])
  }
}

variable "load_balancer" {
  description = "Load balancer that the name stands for: `network/alb` as a whole."
  type        = object({ dns_name = string, zone_id = string })
  default     = null
}

variable "port" {
  description = "Port on which the service listens."
  type        = number
  default     = 443
  nullable    = false

  validation {
    condition     = var.port >= 1 && var.port <= 65535
    error_message = "port is ${var.port}: write 1 to 65535."
  }
}

variable "protocol" {
  description = "What is spoken on `port`: `http`, `https`, `grpc` or `tcp`."
  type        = string
  default     = "https"
  nullable    = false

  validation {
    condition     = contains(["grpc", "http", "https", "tcp"], var.protocol)
    error_message = "protocol is \"${var.protocol}\": write \"http\", \"https\", \"grpc\" or \"tcp\"."
  }
}

variable "ttl_seconds" {
  description = <<-EOT
    Seconds for which callers keep an address or a host before they ask again.
    A load balancer's own are kept for 60.
  EOT
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.ttl_seconds >= 0 && var.ttl_seconds <= 2147483647
    error_message = "ttl_seconds is ${var.ttl_seconds}: write 0 seconds or more."
  }
}

variable "zone" {
  description = "Zone that the name is in: `discovery/private-dns` as a whole."
  type        = object({ name = string, zone_id = string })
  nullable    = false
}
