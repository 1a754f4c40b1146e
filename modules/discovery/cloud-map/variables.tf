variable "name" {
  description = <<-EOT
    Name of the namespace.
    With `network` it is a private domain, `shop.internal`.
    Cannot be changed later: a change replaces the namespace.
  EOT
  type        = string
  nullable    = false

  # https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html
  validation {
    condition = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write a domain of lower-case letters, digits, \"-\" and \".\", for example",
      "\"shop.internal\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the namespace."
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
  description = "What the namespace is for."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 1024
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 1024."
  }
}

variable "network" {
  description = <<-EOT
    Where the names are resolved: `network/vpc` as a whole. null makes a namespace without DNS, whose services are
    found by DiscoverInstances only.
  EOT
  type        = object({ id = string })
  default     = null
}
