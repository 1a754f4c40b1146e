variable "name" {
  description = <<-EOT
    Name by which the service is found in its namespace.
    Cannot be changed later: a change replaces the service.
  EOT
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "name is \"${var.name}\": write 1 to 63 lower-case letters, digits or \"-\", for example \"users\"."
  }
}

variable "tags" {
  description = "Tags of the service."
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

variable "description" {
  description = "What the service does."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 1024
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 1024."
  }
}

variable "dns" {
  description = <<-EOT
    How the name is resolved, where the namespace has DNS: to `A` or `AAAA` addresses, to `SRV` records with
    ports, or to a `CNAME`; kept by callers for `ttl_seconds`; answered with up to eight healthy instances
    (`MULTIVALUE`) or one of them (`WEIGHTED`, all that a CNAME has).
    The record and the routing cannot be changed later: a change replaces the service.
  EOT
  type = object({
    record      = optional(string, "A")
    routing     = optional(string, "MULTIVALUE")
    ttl_seconds = optional(number, 10)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["A", "AAAA", "CNAME", "SRV"], var.dns.record)
    error_message = "dns.record is \"${var.dns.record}\": write \"A\", \"AAAA\", \"CNAME\" or \"SRV\"."
  }

  validation {
    condition     = contains(["MULTIVALUE", "WEIGHTED"], var.dns.routing)
    error_message = "dns.routing is \"${var.dns.routing}\": write \"MULTIVALUE\" or \"WEIGHTED\"."
  }

  # https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsConfig.html
  validation {
    condition = var.dns.record != "CNAME" || var.dns.routing == "WEIGHTED"
    error_message = join(" ", [
      "dns.record is \"CNAME\" with routing \"${var.dns.routing}\": a name stands for one other name, write",
      "routing = \"WEIGHTED\".",
    ])
  }

  validation {
    condition = (
      var.dns.ttl_seconds >= 0 &&
      var.dns.ttl_seconds <= 2147483647 &&
      floor(var.dns.ttl_seconds) == var.dns.ttl_seconds
    )
    error_message = "dns.ttl_seconds is ${var.dns.ttl_seconds}: write 0 seconds or more."
  }
}

variable "force_destroy" {
  description = "Whether the service can be destroyed while instances that others registered are in it."
  type        = bool
  default     = false
  nullable    = false
}

variable "instances" {
  description = <<-EOT
    Instances that register with Terraform, by their ids: an IPv4 `address` or a `host`, the `port` unless it is
    the service's, and `attributes` by which callers choose, for example `{ version = "2" }`.
    Tasks of ECS register themselves: `registry = module.users`.
  EOT
  type = map(object({
    address    = optional(string)
    attributes = optional(map(string), {})
    host       = optional(string)
    port       = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for instance in var.instances : (instance.address == null) != (instance.host == null)])
    error_message = join(" ", [
      "instances holds",
      "${join(", ", [for id, instance in var.instances : id if(instance.address == null) == (instance.host == null)])}",
      "with no place or two: write address, for example \"10.0.0.7\", or host, for example",
      "\"users.example.com\".",
    ])
  }

  validation {
    condition = alltrue([
      for instance in var.instances : instance.address == null ? true : can(cidrnetmask("${instance.address}/32"))
    ])
    error_message = join(" ", [
      "instances has the addresses ${jsonencode(compact([for instance in var.instances : instance.address]))}:",
      "write IPv4 addresses, for example \"10.0.0.7\"; names are hosts.",
    ])
  }
}

variable "namespace" {
  description = <<-EOT
    Where the service is found: `discovery/cloud-map` as a whole.
    Cannot be changed later: a change replaces the service.
  EOT
  type        = object({ hosted_zone_id = string, id = string, name = string, private_dns = bool })
  nullable    = false
}

variable "port" {
  description = "Port on which the service listens."
  type        = number
  default     = 8080
  nullable    = false

  validation {
    condition     = var.port >= 1 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "port is ${var.port}: write 1 to 65535."
  }
}

variable "protocol" {
  description = "What is spoken on `port`: `http`, `https`, `grpc` or `tcp`."
  type        = string
  default     = "http"
  nullable    = false

  validation {
    condition     = contains(["grpc", "http", "https", "tcp"], var.protocol)
    error_message = "protocol is \"${var.protocol}\": write \"http\", \"https\", \"grpc\" or \"tcp\"."
  }
}

variable "reported_health" {
  description = <<-EOT
    Whether the health of instances is reported, by ECS or by principals with `grants.report_health`.
    Unhealthy instances are not returned.
    Cannot be changed later: a change replaces the service.
  EOT
  type        = bool
  default     = true
  nullable    = false
}
