variable "platform" {
  description = "What the environment's services share, from `blueprints/platform`."
  type = object({
    name          = string
    alarm_actions = list(string)
    protected     = bool
    event_bus = object({
      name = string
      arn  = string
      grants = object({
        publish = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      })
    })
    kms_key        = object({ arn = string })
    retention_days = object({ logs = number })
  })
  nullable = false
}

variable "users" {
  description = <<-EOT
    Size of the users service: memory of its functions, days back to which its table can be restored, requests per
    second it takes.
  EOT
  type = object({
    memory_mb           = number
    recovery_days       = number
    requests_per_second = number
  })
  nullable = false
}
