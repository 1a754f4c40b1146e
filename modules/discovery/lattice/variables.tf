variable "name" {
  description = "Name of the service network. Cannot be changed later: a change replaces it."
  type        = string
  nullable    = false

  # https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateServiceNetwork.html
  validation {
    condition = (
      can(regex("^[a-z0-9](-?[a-z0-9]){2,62}$", var.name)) &&
      length(var.name) <= 63 &&
      !startswith(var.name, "servicenetwork-")
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 3 to 63 lower-case letters, digits or single \"-\" that do not begin with",
      "\"servicenetwork-\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the service network, its associations, security groups and log group."
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

variable "accounts" {
  description = <<-EOT
    Accounts, besides this one, whose roles may call services.
    Sharing the service network with them is left to Resource Access Manager.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for account in var.accounts : can(regex("^[0-9]{12}$", account))])
    error_message = join(" ", [
      "accounts holds ${jsonencode(var.accounts)}: write numbers of twelve digits, for example",
      "\"123456789012\".",
    ])
  }
}

variable "log" {
  description = <<-EOT
    A record of every request to every service: for how many days it is kept, and the key that encrypts it, which
    must list `logs` in its `services`. null keeps none.
  EOT
  type = object({
    kms_key        = optional(object({ arn = string }))
    retention_days = optional(number, 30)
  })
  default = {}

  validation {
    condition = (
      var.log == null ? true :
      contains(
        [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
        var.log.retention_days
      )
    )
    error_message = join(" ", [
      "log.retention_days is ${try(var.log.retention_days, 0)}: write a number CloudWatch Logs knows, such as",
      "7, 30, 90, 365 or 400, or 0 to keep them for ever.",
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

variable "networks" {
  description = <<-EOT
    Networks from which services are called, by a name of your choice: the `network` (`network/vpc` as a whole),
    and of it the `clients`, as whole modules by a name of your choice; without them, everything in it.
    A network is in one service network only.
  EOT
  type = map(object({
    network = object({ cidr = string, id = string })
    clients = optional(map(object({ security_group_id = string })))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.networks) : can(regex("^[a-z0-9-]{1,40}$", name))])
    error_message = join(" ", [
      "networks holds ${join(", ", [for name in keys(var.networks) : "\"${name}\""])}: write names of up to 40",
      "lower-case letters, digits or \"-\".",
    ])
  }
}

variable "ports" {
  description = "Ports on which the services listen."
  type        = list(number)
  default     = [80, 443]
  nullable    = false

  validation {
    condition     = length(var.ports) > 0 && alltrue([for port in var.ports : port >= 1 && port <= 65535])
    error_message = "ports is ${jsonencode(var.ports)}: write at least one, each from 1 to 65535."
  }
}
