variable "platform" {
  description = "What the environment's services share, from `blueprints/platform`."
  type = object({
    name          = string
    alarm_actions = list(string)
    protected     = bool
    event_bus = object({
      name        = string
      arn         = string
      archive_arn = string
      grants = object({
        publish = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
        replay = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      })
    })
    kms_key = object({ arn = string })
    network = object({
      id                  = string
      database_subnet_ids = map(string)
      private_subnet_ids  = map(string)
    })
    retention_days = object({ logs = number })
  })
  nullable = false
}
