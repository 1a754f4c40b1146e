variable "name" {
  description = "Name of the registry."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-zA-Z0-9_.-]{1,64}$", var.name)) && !can(regex("^(aws\\.|discovered-schemas$)", var.name))
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \".\", \"_\" or \"-\" other than \"aws.…\" and",
      "\"discovered-schemas\" (AWS's own), for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the registry, its schemas and the discoverers."
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
  description = "Whose events the registry describes."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 256
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 256."
  }
}

variable "discover" {
  description = <<-EOT
    Buses whose events' schemas AWS finds out by itself, by a name of your choice, each an `event-bus` as a whole.
    A bus with a key of its own cannot be looked at.
  EOT
  type        = map(object({ arn = string }))
  default     = {}
  nullable    = false
}

variable "schemas" {
  description = <<-EOT
    Schemas by their names, `source@DetailType` by custom: the `content` (usually `file(…)`), an OpenAPI 3
    document, or with `type = "JSONSchemaDraft4"` a JSON Schema.
    Another content makes another version.
  EOT
  type = map(object({
    content     = string
    description = optional(string)
    type        = optional(string, "OpenApi3")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.schemas) : can(regex("^[a-zA-Z0-9_.@-]{1,385}$", name))])
    error_message = join(" ", [
      "schemas holds ${join(", ", keys(var.schemas))}: write names of letters, digits, \".\", \"-\", \"_\" and",
      "\"@\", for example \"shop.orders@OrderPlaced\".",
    ])
  }

  validation {
    condition = alltrue([for schema in var.schemas : can(keys(jsondecode(schema.content)))])
    error_message = join(" ", [
      "The content of",
      "${join(", ", [for name, schema in var.schemas : name if !can(keys(jsondecode(schema.content)))])} is no",
      "JSON object: write the schema as JSON, for example file(\"$${path.module}/schemas/order-placed.json\").",
    ])
  }

  validation {
    condition = alltrue([for schema in var.schemas : contains(["JSONSchemaDraft4", "OpenApi3"], schema.type)])
    error_message = join(" ", [
      "The type of ${join(", ", [for name, schema in var.schemas : "${name} is \"${schema.type}\""])}: write",
      "\"OpenApi3\" or \"JSONSchemaDraft4\".",
    ])
  }

  validation {
    condition = alltrue([for schema in var.schemas : length(coalesce(schema.description, " ")) <= 256])
    error_message = join(" ", [
      "schemas has descriptions of ${jsonencode([
        for schema in var.schemas : length(coalesce(schema.description, " "))
      ])}",
      "characters: write at most 256.",
    ])
  }
}
