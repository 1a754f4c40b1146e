variable "name" {
  description = "Name that the rules' descriptions begin with."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,100}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 100 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the rules."
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

variable "clients" {
  description = <<-EOT
    Who may connect, by a name of your choice: a module with a security group as a whole (`users = module.users`), or
    one of `security_group_id`, `cidr` and `prefix_list_id`.
  EOT
  type = map(object({
    cidr              = optional(string)
    prefix_list_id    = optional(string)
    security_group_id = optional(string)
  }))
  nullable = false

  validation {
    condition = alltrue([
      for client in var.clients :
      length([
        for given in [client.cidr != null, client.prefix_list_id != null, client.security_group_id != null] :
        given if given
      ]) == 1
    ])
    error_message = join(" ", [
      "clients holds ${join(", ", keys(var.clients))}: write exactly one of security_group_id, cidr and",
      "prefix_list_id in each.",
    ])
  }

  validation {
    condition = alltrue([for client in var.clients : client.cidr == null ? true : can(cidrhost(client.cidr, 0))])
    error_message = join(" ", [
      "clients holds the ranges",
      "${jsonencode([for client in var.clients : client.cidr if client.cidr != null])}: write each with its",
      "length, for example \"10.1.0.0/16\".",
    ])
  }

  # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
  validation {
    condition = alltrue([
      for name in keys(var.clients) : can(regex("^[a-zA-Z0-9. _:/()#,@\\[\\]+=&;{}!$*-]{1,100}$", name))
    ])
    error_message = join(" ", [
      "clients holds ${jsonencode(keys(var.clients))}: write names of 1 to 100 letters, digits, spaces or",
      "._-:/()#,@[]+=&;{}!$*, which become descriptions of rules.",
    ])
  }
}

variable "port" {
  description = "Port to connect to."
  type        = number
  nullable    = false

  validation {
    condition     = var.port >= 1 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "port is ${var.port}: write 1 to 65535."
  }
}

variable "protocol" {
  description = "`tcp` or `udp`."
  type        = string
  default     = "tcp"
  nullable    = false

  validation {
    condition     = contains(["tcp", "udp"], var.protocol)
    error_message = "protocol is \"${var.protocol}\": write \"tcp\" or \"udp\"."
  }
}

variable "server" {
  description = <<-EOT
    What they connect to: a module with a security group as a whole (`compute/ecs-service`, `data/rds` …), or
    `{ security_group_id = … }` of what exists already.
  EOT
  type        = object({ security_group_id = string })
  nullable    = false
}
