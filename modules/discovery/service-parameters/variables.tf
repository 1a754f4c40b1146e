variable "name" {
  description = "Name of the parameter, a path: `/shop/prod/users`. Callers look the service up by it."
  type        = string
  nullable    = false

  # https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
  validation {
    condition = can(regex("^(/[a-zA-Z0-9_.-]+){1,15}$", var.name)) && !can(regex("^/(aws|ssm)", lower(var.name)))
    error_message = join(" ", [
      "name is \"${var.name}\": write a path of letters, digits, \"_\", \".\" and \"-\" that does not begin",
      "with \"/aws\" or \"/ssm\", for example \"/shop/prod/users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the parameter."
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

variable "address" {
  description = <<-EOT
    Where the service listens: the `address` of `network/alb-service`, `compute/ecs-service`,
    `discovery/cloud-map-service`, `discovery/private-dns-service` or `discovery/lattice-service`, or one of your
    own.
  EOT
  type = object({
    host     = string
    port     = number
    protocol = string
    url      = optional(string)
  })
  nullable = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]+$", var.address.host))
    error_message = join(" ", [
      "address.host is \"${var.address.host}\": write a name or an address without protocol and port, for",
      "example \"users.shop.internal\".",
    ])
  }

  validation {
    condition     = var.address.port >= 1 && var.address.port <= 65535
    error_message = "address.port is ${var.address.port}: write 1 to 65535."
  }
}

variable "description" {
  description = "What the service does."
  type        = string
  default     = null
}
