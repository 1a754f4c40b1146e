variable "name" {
  description = "Name of the broker. Cannot be changed later: a change replaces the broker."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,43}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 43 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the broker, its secret and alarms."
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

variable "account_settings" {
  description = <<-EOT
    Whether the broker sets what an account has once per region: the policy with which ActiveMQ writes logs. There are
    ten such policies at most in a region: write false in all ActiveMQ brokers but one, which is the last to go.
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when messages pile up or the broker runs short of anything, usually one SNS topic.
    Without any, there are no alarms.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.alarm_actions) <= 5 && alltrue([
      for action in var.alarm_actions : can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", action))
    ])
    error_message = "alarm_actions is ${jsonencode(var.alarm_actions)}: write up to 5 ARNs, usually of one SNS topic."
  }
}

variable "alarm_backlog" {
  description = "Messages waiting in all queues that raise the alarm."
  type        = number
  default     = 10000
  nullable    = false

  validation {
    condition     = var.alarm_backlog >= 0
    error_message = "alarm_backlog is ${var.alarm_backlog}: write 0 or more messages."
  }
}

variable "alarm_cpu_percent" {
  description = "Use of the CPU, in percent, that raises the alarm."
  type        = number
  default     = 80
  nullable    = false

  validation {
    condition     = var.alarm_cpu_percent >= 1 && var.alarm_cpu_percent <= 99
    error_message = "alarm_cpu_percent is ${var.alarm_cpu_percent}: write 1 to 99 percent."
  }
}

variable "alarm_disk_percent" {
  description = "How near the disk is, in percent, to where the broker blocks producers, that raises the alarm."
  type        = number
  default     = 70
  nullable    = false

  validation {
    condition     = var.alarm_disk_percent >= 1 && var.alarm_disk_percent <= 99
    error_message = "alarm_disk_percent is ${var.alarm_disk_percent}: write 1 to 99 percent."
  }
}

variable "alarm_memory_percent" {
  description = "Use of the memory, in percent of where the broker blocks producers, that raises the alarm."
  type        = number
  default     = 80
  nullable    = false

  validation {
    condition     = var.alarm_memory_percent >= 1 && var.alarm_memory_percent <= 99
    error_message = "alarm_memory_percent is ${var.alarm_memory_percent}: write 1 to 99 percent."
  }
}

variable "apply_immediately" {
  description = "Whether changes are made at once, by a reboot, instead of in the maintenance window."
  type        = bool
  default     = false
  nullable    = false
}

variable "clients" {
  description = "Who may connect, by a name of your choice: services and functions as whole modules."
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false
}

variable "configuration" {
  description = <<-EOT
    Settings of the engine: for RabbitMQ lines such as `consumer_timeout = 1800000`, for ActiveMQ the `<broker>`
    document.
    By default little is set.
  EOT
  type        = string
  default     = null
}

variable "engine" {
  description = <<-EOT
    `rabbitmq` (a cluster of three, AMQP 0.9.1 and 1.0, quorum queues), or `activemq` (an active and a standby
    instance; JMS).
    Cannot be changed later: a change replaces the broker.
  EOT
  type        = string
  default     = "rabbitmq"
  nullable    = false

  validation {
    condition     = contains(["activemq", "rabbitmq"], var.engine)
    error_message = "engine is \"${var.engine}\": write \"rabbitmq\" or \"activemq\"."
  }
}

variable "engine_version" {
  description = <<-EOT
    Version of the engine, by default RabbitMQ 4.2 or ActiveMQ 5.18.
    Patches come by themselves in the maintenance window.
  EOT
  type        = string
  default     = null

  validation {
    condition = (
      var.engine_version == null ? true :
      can(regex(var.engine == "activemq" ? "^5\\.(1[8-9]|[2-9][0-9])$" : "^(3\\.13|4\\.[0-9]+)$", var.engine_version))
    )
    error_message = join(" ", [
      "engine_version of ${var.engine} is \"${coalesce(var.engine_version, "null")}\": write major and minor",
      "alone, \"4.2\" or \"3.13\" for rabbitmq, \"5.18\" or later for activemq.",
    ])
  }
}

variable "instance_type" {
  description = "Size of an instance. RabbitMQ 4 runs on `mq.m7g` only."
  type        = string
  default     = "mq.m7g.large"
  nullable    = false

  validation {
    condition = can(regex("^mq\\.(t3|m5|m7g)\\.(micro|medium|large|[0-9]*xlarge)$", var.instance_type))
    error_message = join(" ", [
      "instance_type is \"${var.instance_type}\": write a type that begins with \"mq.\", for example",
      "\"mq.m7g.large\".",
    ])
  }

  validation {
    condition = (
      var.engine == "rabbitmq" ?
      startswith(var.instance_type, "mq.m7g.") || try(startswith(var.engine_version, "3."), false) :
      !startswith(var.instance_type, "mq.m7g.")
    )
    error_message = join(" ", [
      "instance_type of ${var.engine} is \"${var.instance_type}\": write \"mq.m7g.large\" or larger of mq.m7g",
      "for rabbitmq, \"mq.m5.large\" or another of mq.t3 and mq.m5 for activemq.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the broker and its secret, from `operations/kms-key`.
    Without one, Amazon MQ uses a key of its own.
    Cannot be changed later: a change replaces the broker.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }
}

variable "maintenance" {
  description = "When the two hours begin in which AWS may patch: day of the week in capitals, and time in UTC."
  type        = object({ day = optional(string, "SUNDAY"), time = optional(string, "03:00") })
  default     = {}
  nullable    = false

  validation {
    condition = contains(
      ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"],
      var.maintenance.day
    )
    error_message = "maintenance.day is \"${var.maintenance.day}\": write a day in capitals, for example \"SUNDAY\"."
  }

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", var.maintenance.time))
    error_message = "maintenance.time is \"${var.maintenance.time}\": write hh:mm in UTC, for example \"03:00\"."
  }
}

variable "multi_az" {
  description = <<-EOT
    Whether the broker survives the loss of a zone: a cluster of three (RabbitMQ), or a standby (ActiveMQ).
    Cannot be changed later: a change replaces the broker.
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "network" {
  description = <<-EOT
    Network that holds the broker, in its database subnets: `network/vpc` as a whole.
    Cannot be changed later: the broker stays in the subnets it began with.
  EOT
  type        = object({ id = string, database_subnet_ids = map(string) })
  nullable    = false
}

variable "operators" {
  description = <<-EOT
    Who may open the web console and its API, by a name of your choice: a bastion or a management function as
    whole modules.
  EOT
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false
}

variable "protocols" {
  description = <<-EOT
    What clients of ActiveMQ speak: `openwire` (JMS), `amqps`, `mqtts`, `stomps`, `wss`.
    RabbitMQ speaks AMQP.
  EOT
  type        = list(string)
  default     = ["openwire"]
  nullable    = false

  validation {
    condition = (
      length(var.protocols) > 0 &&
      alltrue([for protocol in var.protocols : contains(["amqps", "mqtts", "openwire", "stomps", "wss"], protocol)])
    )
    error_message = join(" ", [
      "protocols is ${jsonencode(var.protocols)}: write at least one of \"openwire\", \"amqps\", \"mqtts\",",
      "\"stomps\" and \"wss\".",
    ])
  }
}

variable "secret_recovery_days" {
  description = "Days for which a destroyed secret can be had back. 0 deletes it at once."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = (
      var.secret_recovery_days == 0 ||
      (
        var.secret_recovery_days >= 7 &&
        var.secret_recovery_days <= 30 &&
        floor(var.secret_recovery_days) == var.secret_recovery_days
      )
    )
    error_message = join(" ", [
      "secret_recovery_days is ${var.secret_recovery_days}: Secrets Manager waits 7 to 30 days, write a number",
      "between them, or 0.",
    ])
  }
}

variable "username" {
  description = "Name of the broker's first user. Later changes are made in the broker, and do nothing here."
  type        = string
  default     = "platform"
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-zA-Z0-9][a-zA-Z0-9._~-]{1,99}$", var.username)) && !contains(["guest", "admin"], var.username)
    )
    error_message = join(" ", [
      "username is \"${var.username}\": write 2 to 100 letters, digits, \"-\", \".\", \"_\" or \"~\", other",
      "than \"guest\" and \"admin\".",
    ])
  }
}
