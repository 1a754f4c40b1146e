variable "name" {
  description = "Name of the dashboard."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,255}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 255 letters, digits, \"_\" or \"-\", such as \"shop-prod-orders\".",
    ])
  }
}

variable "account_charges" {
  description = "Whether to show what the account costs this month, where billing alerts are on."
  type        = bool
  default     = false
  nullable    = false
}

variable "alarms" {
  description = <<-EOT
    ARNs of alarms that stand above everything else, by a name of your choice: `alarms` of `operations/alarms`.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length(var.alarms) <= 100 && alltrue([
      for alarm in var.alarms : can(regex("^arn:[^:]+:cloudwatch:[^:]+:[0-9]{12}:alarm:.+$", alarm))
    ])
    error_message = "alarms is ${jsonencode(var.alarms)}: write ARNs of up to 100 alarms, such as module.alarms.alarms."
  }
}

variable "containers" {
  description = "Services of ECS, by a name of your choice, from `compute/ecs-service`."
  type        = map(object({ arn = string }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for service in var.containers : can(regex("^arn:[^:]+:ecs:[^:]+:[0-9]{12}:service/[^/]+/[^/]+$", service.arn))
    ])
    error_message = join(" ", [
      "containers holds ${jsonencode(values(var.containers))}: write ARNs of services of ECS, with their cluster.",
    ])
  }
}

variable "databases" {
  description = "Databases, by a name of your choice, from `data/rds` and `data/aurora`."
  type        = map(object({ arn = string }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for database in var.databases : can(regex("^arn:[^:]+:rds:[^:]+:[0-9]{12}:(cluster|db):[^:]+$", database.arn))
    ])
    error_message = "databases holds ${jsonencode(values(var.databases))}: write ARNs of instances or clusters of RDS."
  }
}

variable "distributions" {
  description = "Distributions, by a name of your choice, from `edge/cdn`."
  type        = map(object({ id = string }))
  default     = {}
  nullable    = false
}

variable "functions" {
  description = "Functions, by a name of your choice, from `serverless/lambda-function`."
  type        = map(object({ name = string }))
  default     = {}
  nullable    = false
}

variable "hours" {
  description = "Hours that the dashboard shows when it is opened."
  type        = number
  default     = 12
  nullable    = false

  validation {
    condition     = var.hours >= 1 && var.hours <= 720 && floor(var.hours) == var.hours
    error_message = "hours is ${var.hours}: write 1 to 720."
  }
}

variable "http_apis" {
  description = "HTTP APIs, by a name of your choice, from `serverless/http-api`."
  type        = map(object({ id = string, stage = string }))
  default     = {}
  nullable    = false
}

variable "load_balanced" {
  description = "Services behind a load balancer, by a name of your choice, from `network/alb-service`."
  type        = map(object({ request_count_label = string }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for service in var.load_balanced :
      can(regex("^app/[^/]+/[^/]+/targetgroup/[^/]+/[^/]+$", service.request_count_label))
    ])
    error_message = join(" ", [
      "load_balanced holds ${jsonencode(values(var.load_balanced))}: write the label of load balancer and target",
      "group,",
      "app/…/targetgroup/….",
    ])
  }
}

variable "log_group_names" {
  description = "Log groups whose errors are listed, up to 50: the outputs `log_group_name` of other modules."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.log_group_names) <= 50 && alltrue([
      for name in var.log_group_names : can(regex("^[a-zA-Z0-9_/.#-]{1,512}$", name))
    ])
    error_message = "log_group_names is ${jsonencode(var.log_group_names)}: write names of up to 50 log groups."
  }
}

variable "queues" {
  description = "Queues, by a name of your choice, from `messaging/sqs-queue`."
  type        = map(object({ name = string, dead_letter_queue = optional(object({ name = string })) }))
  default     = {}
  nullable    = false
}

variable "rest_apis" {
  description = "REST APIs, by a name of your choice, from `serverless/rest-api`."
  type        = map(object({ name = string, stage = string }))
  default     = {}
  nullable    = false
}

variable "services" {
  description = <<-EOT
    Services of an environment, by their names: the ARNs of their `alarms`, from `operations/alarms`, and the name of
    the `dashboard` of each.
  EOT
  type        = map(object({ alarms = map(string), dashboard = optional(string) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue(flatten([
      for service in var.services : length(service.alarms) > 0 && length(service.alarms) <= 100 && alltrue([
        for alarm in service.alarms : can(regex("^arn:[^:]+:cloudwatch:[^:]+:[0-9]{12}:alarm:.+$", alarm))
      ])
    ]))
    error_message = join(" ", [
      "services holds the alarms ${jsonencode([for service in var.services : values(service.alarms)])}: write ARNs",
      "of 1 to",
      "100 alarms for each, such as module.alarms.alarms.",
    ])
  }
}

variable "state_machines" {
  description = "State machines, by a name of your choice, from `serverless/state-machine`."
  type        = map(object({ machine_arn = string }))
  default     = {}
  nullable    = false
}

variable "streams" {
  description = "Streams of Kinesis, by a name of your choice, from `messaging/kinesis-stream`."
  type        = map(object({ name = string }))
  default     = {}
  nullable    = false
}

variable "tables" {
  description = "Tables, by a name of your choice, from `data/dynamodb-table`."
  type        = map(object({ name = string }))
  default     = {}
  nullable    = false
}

variable "topics" {
  description = "Topics, by a name of your choice, from `messaging/sns-topic`."
  type        = map(object({ name = string }))
  default     = {}
  nullable    = false
}
