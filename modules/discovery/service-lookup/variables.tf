variable "name" {
  description = <<-EOT
    Name under which the service is published, the `name` of its `discovery/service-parameters`:
    `/shop/prod/users`.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^(/[a-zA-Z0-9_.-]+){1,15}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write the path under which the service is published, for example",
      "\"/shop/prod/users\".",
    ])
  }
}
