variable "name" {
  description = "Name of the cluster, its configuration, log group and security group. Cannot be changed later."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{0,63}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits or \"-\", beginning with a letter or digit, for example",
      "\"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the cluster, its log group, security group and alarms."
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

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when a group of `topics` lags, a broker's storage fills or partitions have no leader, usually one SNS
    topic. Without any, there are no alarms.
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

variable "alarm_disk_percent" {
  description = "Share of a broker's storage in use, in percent, that raises the alarm."
  type        = number
  default     = 70
  nullable    = false

  validation {
    condition     = var.alarm_disk_percent >= 1 && var.alarm_disk_percent <= 99
    error_message = "alarm_disk_percent is ${var.alarm_disk_percent}: write a percentage, from 1 to 99."
  }
}

variable "alarm_lag_seconds" {
  description = "Seconds that a consumer group may be behind, before the alarm is raised."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.alarm_lag_seconds >= 1 && floor(var.alarm_lag_seconds) == var.alarm_lag_seconds
    error_message = "alarm_lag_seconds is ${var.alarm_lag_seconds}: write a whole number of seconds, 1 or more."
  }
}

variable "clients" {
  description = <<-EOT
    Who may connect, by a name of your choice: a module with a security group as a whole (`orders = module.orders`), or
    one of `security_group_id`, `cidr` and `prefix_list_id`. They also need a grant.
  EOT
  type = map(object({
    cidr              = optional(string)
    prefix_list_id    = optional(string)
    security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for client in var.clients :
      length([
        for given in [client.cidr != null, client.prefix_list_id != null, client.security_group_id != null] :
        given if given
      ]) == 1
    ])
    error_message = join(" ", [
      "clients holds ${join(", ", keys(var.clients))}: write exactly one of security_group_id, cidr and",
      "prefix_list_id in each.",
    ])
  }

  validation {
    condition = alltrue([for client in var.clients : client.cidr == null ? true : can(cidrhost(client.cidr, 0))])
    error_message = join(" ", [
      "clients holds the ranges",
      "${jsonencode([for client in var.clients : client.cidr if client.cidr != null])}: write each with its",
      "length, for example \"10.1.0.0/16\".",
    ])
  }

  # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
  validation {
    condition = alltrue([
      for name in keys(var.clients) : can(regex("^[a-zA-Z0-9. _:/()#,@\\[\\]+=&;{}!$*-]{1,100}$", name))
    ])
    error_message = join(" ", [
      "clients holds ${jsonencode(keys(var.clients))}: write names of 1 to 100 letters, digits, spaces or",
      "._-:/()#,@[]+=&;{}!$*, which become descriptions of rules.",
    ])
  }
}

variable "event_sources" {
  description = <<-EOT
    Whether functions and pipes read from the cluster. They do so from its subnets and with its security group, and need
    a way to Lambda and STS from there: NAT, or the interface endpoints `lambda` and `sts`.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the records of a provisioned cluster, from `operations/kms-key`. Without one, MSK uses the key
    that AWS keeps for it in your account; a serverless cluster has no other. Cannot be changed later.
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

  validation {
    condition     = var.kms_key == null || var.provisioned != null
    error_message = "kms_key is set without provisioned: a serverless cluster takes no key, leave it out."
  }
}

variable "log" {
  description = <<-EOT
    The brokers' log group, of a provisioned cluster: for how many days, and the key that encrypts it, which must list
    `logs` in its `services`.
  EOT
  type = object({
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log.retention_days
    )
    error_message = join(" ", [
      "log.retention_days is ${var.log.retention_days}: CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60,",
      "90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, write one of",
      "them, or 0 to keep them for ever.",
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

variable "network" {
  description = <<-EOT
    Network that holds the cluster, in its private subnets: `network/vpc` as a whole, or `{ id, private_subnet_ids }` by
    hand. Cannot be changed later: the cluster stays in the subnets it began with.
  EOT
  type        = object({ id = string, private_subnet_ids = map(string) })
  nullable    = false

  validation {
    condition = length(var.network.private_subnet_ids) >= 2
    error_message = join(" ", [
      "network has ${length(var.network.private_subnet_ids)} private subnets: write 2 or more, in as many zones.",
    ])
  }
}

variable "provisioned" {
  description = <<-EOT
    Brokers of your own, in place of a serverless cluster: `brokers_per_zone` in each of 2 or 3 `zones`, of an
    `instance_type` (`kafka.m7g.large`, `express.m7g.large`), with `storage_gb` each, which grows by itself up to
    `storage_max_gb`. `version` is Kafka's; `parameters` are settings of the brokers. `monitoring` is `DEFAULT`,
    `PER_BROKER`, `PER_TOPIC_PER_BROKER` or `PER_TOPIC_PER_PARTITION`; all but the first are paid for.
    From serverless to provisioned, and back, is another cluster.
  EOT
  type = object({
    brokers_per_zone = optional(number, 1)
    instance_type    = optional(string, "kafka.m7g.large")
    monitoring       = optional(string, "DEFAULT")
    parameters       = optional(map(string), {})
    storage_gb       = optional(number, 100)
    version          = optional(string, "3.9.x")
    zones            = optional(number, 3)
  })
  default = null

  validation {
    condition     = var.provisioned == null || contains([2, 3], try(var.provisioned.zones, 0))
    error_message = "provisioned.zones is ${try(var.provisioned.zones, 0)}: write 2 or 3."
  }

  validation {
    condition = var.provisioned == null || try(var.provisioned.zones <= length(var.network.private_subnet_ids), false)
    error_message = join(" ", [
      "provisioned.zones is ${try(var.provisioned.zones, 0)}, and network has",
      "${length(var.network.private_subnet_ids)} private subnets: write no more zones than it has.",
    ])
  }

  validation {
    condition = var.provisioned == null || try(alltrue([
      var.provisioned.brokers_per_zone >= 1, var.provisioned.brokers_per_zone <= 20,
      floor(var.provisioned.brokers_per_zone) == var.provisioned.brokers_per_zone,
    ]), false)
    error_message = "provisioned.brokers_per_zone is ${try(var.provisioned.brokers_per_zone, 0)}: write 1 to 20."
  }

  validation {
    condition = can(
      regex("^(kafka|express)\\.[a-z0-9]+\\.[a-z0-9]+$", try(var.provisioned.instance_type, "kafka.m7g.large"))
    )
    error_message = join(" ", [
      "provisioned.instance_type is \"${try(var.provisioned.instance_type, "")}\": write a type of MSK's, such as",
      "\"kafka.m7g.large\" or \"express.m7g.large\".",
    ])
  }

  validation {
    condition = var.provisioned == null || contains(
      ["DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"], try(var.provisioned.monitoring, "")
    )
    error_message = join(" ", [
      "provisioned.monitoring is \"${try(var.provisioned.monitoring, "")}\": write \"DEFAULT\", \"PER_BROKER\",",
      "\"PER_TOPIC_PER_BROKER\" or \"PER_TOPIC_PER_PARTITION\".",
    ])
  }

  validation {
    condition = var.provisioned == null || try(alltrue([
      var.provisioned.storage_gb >= 1, var.provisioned.storage_gb <= 16384,
      floor(var.provisioned.storage_gb) == var.provisioned.storage_gb,
    ]), false)
    error_message = "provisioned.storage_gb is ${try(var.provisioned.storage_gb, 0)}: write 1 to 16384."
  }

  # By shape, so that new ones need no release of this module.
  validation {
    condition = can(regex("^[0-9]+\\.[0-9]+\\.([0-9]+|x)(\\.kraft)?$", try(var.provisioned.version, "3.9.x")))
    error_message = join(" ", [
      "provisioned.version is \"${try(var.provisioned.version, "")}\": write a version that MSK offers, such as",
      "\"3.9.x\" or \"4.0.x.kraft\".",
    ])
  }
}

variable "topics" {
  description = <<-EOT
    Topics whose rights are handed out one by one, in the output `topics`, with the consumer `groups` that read each
    (`*` for any). Groups that are named have an alarm on their lag. Kafka makes the topics, not Terraform: a holder of
    `grants.administer` creates them.
  EOT
  type        = map(object({ groups = optional(list(string), ["*"]) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([for name in keys(var.topics) : can(regex("^[a-zA-Z0-9._-]{1,249}$", name))])
    error_message = join(" ", [
      "topics are called ${join(", ", keys(var.topics))}: write 1 to 249 letters, digits, \".\", \"_\" or \"-\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for topic in var.topics : [for group in topic.groups : can(regex("^([a-zA-Z0-9._-]{1,249}|\\*)$", group))]
    ]))
    error_message = join(" ", [
      "topics have the groups ${jsonencode({ for name, topic in var.topics : name => topic.groups })}: write 1 to 249",
      "letters, digits, \".\", \"_\" or \"-\", or \"*\" for any group.",
    ])
  }
}
