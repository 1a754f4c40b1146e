variable "name" {
  description = "Name of the cluster, and of its namespace."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-zA-Z][a-zA-Z0-9_-]{0,99}$", var.name)) && !can(regex("^(aws|ecs|fargate)", lower(var.name)))
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 100 letters, digits, \"_\" or \"-\", beginning with a letter and not",
      "with \"aws\", \"ecs\" or \"fargate\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the cluster, its namespace, capacity providers and log group."
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

variable "default_capacity" {
  description = <<-EOT
    Where tasks run that do not say it themselves, by capacity provider (`FARGATE`, `FARGATE_SPOT`, or
    `<name>-<key of instances>`): the first `base` tasks, and of the rest a share by `weight`.
  EOT
  type        = map(object({ base = optional(number, 0), weight = optional(number, 1) }))
  default     = { FARGATE = {} }
  nullable    = false

  validation {
    condition = (
      length(var.default_capacity) > 0 && length([for share in var.default_capacity : share if share.base > 0]) <= 1
    )
    error_message = join(" ", [
      "default_capacity is ${jsonencode(var.default_capacity)}: write at least one capacity provider, and base",
      "for one of them only.",
    ])
  }

  validation {
    condition = length(
      setsubtract(
        keys(var.default_capacity),
        concat(["FARGATE", "FARGATE_SPOT"], [for key in keys(var.instances) : "${var.name}-${key}"])
      )
    ) == 0
    error_message = join(" ", [
      "default_capacity names ${join(", ", keys(var.default_capacity))}: write",
      "${join(", ", concat(["FARGATE", "FARGATE_SPOT"], [for key in keys(var.instances) : "${var.name}-${key}"]))},",
      "which the cluster has.",
    ])
  }

  validation {
    condition = length([
      for provider in keys(var.default_capacity) : provider if startswith(provider, "FARGATE")
    ]) % length(var.default_capacity) == 0
    error_message = join(" ", [
      "default_capacity mixes Fargate with instances (${join(", ", keys(var.default_capacity))}): ECS does not,",
      "write one or the other.",
    ])
  }
}

variable "execute_command" {
  description = <<-EOT
    What is typed into containers (ECS Exec) and what they answer is logged for `retention_days`, and encrypted on
    its way and in the log with the key, from `operations/kms-key` with `logs` among its `services`. null leaves
    sessions to each container's own log.
  EOT
  type = object({
    kms_key        = optional(object({ arn = string }))
    retention_days = optional(number, 365)
  })
  default = {}

  validation {
    condition = var.execute_command == null ? true : contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.execute_command.retention_days,
    )
    error_message = join(" ", [
      "execute_command.retention_days is ${try(var.execute_command.retention_days, 0)}: CloudWatch Logs keeps",
      "for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or",
      "3653 days, write one of these, or 0 to keep them for ever.",
    ])
  }

  validation {
    condition = try(var.execute_command.kms_key, null) == null || can(
      regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.execute_command.kms_key.arn)
    )
    error_message = join(" ", [
      "execute_command.kms_key is ${jsonencode(try(var.execute_command.kms_key, null))}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }
}

variable "insights" {
  description = <<-EOT
    How closely Container Insights watch: `enhanced` (down to containers), `enabled` (services and tasks) or
    `disabled`.
    The alarm on running tasks and scaling by backlog of `compute/ecs-service` need them.
  EOT
  type        = string
  default     = "enhanced"
  nullable    = false

  validation {
    condition     = contains(["disabled", "enabled", "enhanced"], var.insights)
    error_message = "insights is \"${var.insights}\": write \"enhanced\", \"enabled\" or \"disabled\"."
  }
}

variable "instances" {
  description = <<-EOT
    Auto Scaling groups whose instances run tasks too, `compute/ec2-autoscaling` as a whole, by a name of your
    choice: the capacity provider is called `<name>-<key>`.
    As many instances are kept as make tasks take `target_percent` of them; less keeps some ready.
    The groups carry the tag `AmazonECSManaged`, and their instances `grants.run_tasks` and the cluster's name in
    `/etc/ecs/ecs.config`.
  EOT
  type        = map(object({ autoscaling_group = object({ arn = string }), target_percent = optional(number, 100) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([for group in var.instances : group.target_percent >= 1 && group.target_percent <= 100])
    error_message = join(" ", [
      "instances has the target_percent ${join(", ", [for group in var.instances : group.target_percent])}:",
      "write 1 to 100.",
    ])
  }
}

variable "namespace" {
  description = <<-EOT
    Namespace in which services find each other, where several clusters share one.
    Without one, the cluster makes its own.
  EOT
  type        = object({ arn = string, name = string })
  default     = null
}
