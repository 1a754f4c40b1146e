variable "name" {
  description = "Name of the service or environment that is tried. Names of the templates begin with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name is \"${var.name}\": write 1 to 64 letters, digits, \"_\" or \"-\", such as \"shop-staging\"."
  }
}

variable "tags" {
  description = "Tags of the templates and the role."
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

variable "fail_zones" {
  description = <<-EOT
    Zones that are cut off, by a name of your choice: no packet gets into or out of the subnets of a `network` in a
    `zone` for `duration_minutes`.
  EOT
  type = map(object({
    network          = object({ id = string })
    zone             = string
    duration_minutes = optional(number, 5)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.fail_zones) : can(regex("^[a-zA-Z0-9_-]{1,64}$", key))])
    error_message = join(" ", [
      "fail_zones holds ${jsonencode(keys(var.fail_zones))}: write names of 1 to 64 letters, digits, \"_\" or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.fail_zones :
      each.duration_minutes >= 1 && each.duration_minutes <= 720
      && floor(each.duration_minutes) == each.duration_minutes
    ])
    error_message = join(" ", [
      "fail_zones lasts ${jsonencode([for each in var.fail_zones : each.duration_minutes])} minutes: write 1 to 720.",
    ])
  }

  validation {
    condition = alltrue([for each in var.fail_zones : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$", each.zone))])
    error_message = join(" ", [
      "fail_zones cuts off ${jsonencode([for each in var.fail_zones : each.zone])}: write names of zones, such as",
      "\"eu-west-1a\".",
    ])
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the role can ever be allowed."
  type        = string
  default     = null

  validation {
    condition = var.permissions_boundary == null || can(
      regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary)
    )
    error_message = join(" ", [
      "permissions_boundary is ${jsonencode(var.permissions_boundary)}:",
      "write the ARN of a policy, arn:aws:iam::…:policy/….",
    ])
  }
}

variable "slow_tasks" {
  description = <<-EOT
    Tasks whose network is slow, by a name of your choice: what `percent` of the tasks of a `service` of ECS send leaves
    `delay_ms` later, for `duration_minutes`. They run the agent of Systems Manager beside the code.
  EOT
  type = map(object({
    service          = object({ arn = string })
    delay_ms         = optional(number, 200)
    duration_minutes = optional(number, 5)
    percent          = optional(number, 100)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.slow_tasks) : can(regex("^[a-zA-Z0-9_-]{1,64}$", key))])
    error_message = join(" ", [
      "slow_tasks holds ${jsonencode(keys(var.slow_tasks))}: write names of 1 to 64 letters, digits, \"_\"",
      "or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.slow_tasks :
      each.duration_minutes >= 1 && each.duration_minutes <= 720
      && floor(each.duration_minutes) == each.duration_minutes
    ])
    error_message = join(" ", [
      "slow_tasks lasts ${jsonencode([for each in var.slow_tasks : each.duration_minutes])} minutes: write",
      "1 to 720.",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.slow_tasks : each.percent >= 1 && each.percent <= 100 && floor(each.percent) == each.percent
    ])
    error_message = join(" ", [
      "slow_tasks takes ${jsonencode([for each in var.slow_tasks : each.percent])} percent: write 1 to 100.",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.slow_tasks :
      each.delay_ms >= 0 && each.delay_ms <= 60000 && floor(each.delay_ms) == each.delay_ms
    ])
    error_message = join(" ", [
      "slow_tasks waits ${jsonencode([for each in var.slow_tasks : each.delay_ms])} ms: write 0 to 60000.",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.slow_tasks : can(regex("^arn:[^:]+:ecs:[^:]+:[0-9]{12}:service/[^/]+/[^/]+$", each.service.arn))
    ])
    error_message = join(" ", [
      "slow_tasks is about ${jsonencode([for each in var.slow_tasks : each.service.arn])}: write ARNs of services of",
      "ECS, with their cluster.",
    ])
  }
}

variable "stop_alarms" {
  description = <<-EOT
    ARNs of alarms, up to 5, that end every experiment when they go off: `alarms` of `operations/alarms`, best those of
    what users notice.
  EOT
  type        = list(string)
  nullable    = false

  validation {
    condition = length(var.stop_alarms) >= 1 && length(var.stop_alarms) <= 5 && alltrue([
      for alarm in var.stop_alarms : can(regex("^arn:[^:]+:cloudwatch:[^:]+:[0-9]{12}:alarm:.+$", alarm))
    ])
    error_message = join(" ", [
      "stop_alarms is ${jsonencode(var.stop_alarms)}: write 1 to 5 ARNs of alarms, such as",
      "module.alarms.alarms[\"users\"]:",
      "nothing else ends an experiment that hurts.",
    ])
  }
}

variable "stop_tasks" {
  description = <<-EOT
    Tasks that stop, by a name of your choice: `percent` of those of a `service` of ECS.
  EOT
  type = map(object({
    service = object({ arn = string })
    percent = optional(number, 50)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.stop_tasks) : can(regex("^[a-zA-Z0-9_-]{1,64}$", key))])
    error_message = join(" ", [
      "stop_tasks holds ${jsonencode(keys(var.stop_tasks))}: write names of 1 to 64 letters, digits, \"_\" or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.stop_tasks : each.percent >= 1 && each.percent <= 100 && floor(each.percent) == each.percent
    ])
    error_message = join(" ", [
      "stop_tasks takes ${jsonencode([for each in var.stop_tasks : each.percent])} percent: write 1 to 100.",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.stop_tasks : can(regex("^arn:[^:]+:ecs:[^:]+:[0-9]{12}:service/[^/]+/[^/]+$", each.service.arn))
    ])
    error_message = join(" ", [
      "stop_tasks is about ${jsonencode([for each in var.stop_tasks : each.service.arn])}: write ARNs of services of",
      "ECS, with their cluster.",
    ])
  }
}

variable "throttle_apis" {
  description = <<-EOT
    APIs that are throttled, by a name of your choice: `percent` of the calls of `operations` of a `service`, `ec2` or
    `kinesis`, by a `role`, for `duration_minutes`.
  EOT
  type = map(object({
    operations       = list(string)
    role             = object({ arn = string })
    service          = string
    duration_minutes = optional(number, 5)
    percent          = optional(number, 100)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.throttle_apis) : can(regex("^[a-zA-Z0-9_-]{1,64}$", key))])
    error_message = join(" ", [
      "throttle_apis holds ${jsonencode(keys(var.throttle_apis))}: write names of 1 to 64 letters, digits, \"_\" or",
      "\"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.throttle_apis :
      each.duration_minutes >= 1 && each.duration_minutes <= 720
      && floor(each.duration_minutes) == each.duration_minutes
    ])
    error_message = join(" ", [
      "throttle_apis lasts ${jsonencode([for each in var.throttle_apis : each.duration_minutes])} minutes: write 1",
      "to 720.",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.throttle_apis : each.percent >= 1 && each.percent <= 100 && floor(each.percent) == each.percent
    ])
    error_message = join(" ", [
      "throttle_apis takes ${jsonencode([for each in var.throttle_apis : each.percent])} percent: write 1 to 100.",
    ])
  }

  validation {
    condition = alltrue([
      for each in var.throttle_apis : contains(["ec2", "kinesis"], each.service) && length(each.operations) > 0
    ])
    error_message = join(" ", [
      "throttle_apis is about ${jsonencode([for each in var.throttle_apis : each.service])}: FIS throttles \"ec2\" and",
      "\"kinesis\", write one of them and some of its operations.",
    ])
  }

  validation {
    condition = length(distinct(concat(
      keys(var.fail_zones), keys(var.slow_tasks), keys(var.stop_tasks), keys(var.throttle_apis)
      ))) == (
      length(var.fail_zones) + length(var.slow_tasks) + length(var.stop_tasks) + length(var.throttle_apis)
    )
    error_message = join(" ", [
      "throttle_apis holds ${jsonencode(keys(var.throttle_apis))} and two experiments of different kinds have one",
      "name,",
      "write another one.",
    ])
  }
}
