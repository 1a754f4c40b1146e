variable "name" {
  description = <<-EOT
    Name of the cache, and the beginning of its users' names.
    Cannot be changed later: a change replaces the cache.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z][a-z0-9-]{0,38}$", var.name)) && !can(regex("--|-$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 39 lower-case letters, digits or \"-\", starting with a letter,",
      "without \"--\" and not ending with \"-\", for example \"shop-prod-carts\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the cache, its users, logs and alarms."
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
    ARNs to notify when a node runs short of anything, usually one SNS topic.
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

variable "alarm_connections" {
  description = "Connections of a node that raise the alarm."
  type        = number
  default     = 10000
  nullable    = false

  validation {
    condition     = var.alarm_connections >= 1 && var.alarm_connections < 65000
    error_message = "alarm_connections is ${var.alarm_connections}: a node takes 65000, write 1 to 64999."
  }
}

variable "alarm_cpu_percent" {
  description = "Use of a node's engine thread, in percent, that raises the alarm."
  type        = number
  default     = 80
  nullable    = false

  validation {
    condition     = var.alarm_cpu_percent >= 1 && var.alarm_cpu_percent <= 99
    error_message = "alarm_cpu_percent is ${var.alarm_cpu_percent}: write 1 to 99 percent."
  }
}

variable "alarm_evictions" {
  description = "Keys a minute thrown out of a node for lack of memory that raise the alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_evictions >= 0
    error_message = "alarm_evictions is ${var.alarm_evictions}: write 0 (any at all) or more."
  }
}

variable "alarm_lag_seconds" {
  description = "Seconds that a replica is behind that raise the alarm."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.alarm_lag_seconds > 0
    error_message = "alarm_lag_seconds is ${var.alarm_lag_seconds}: write a number of seconds above 0."
  }
}

variable "alarm_memory_percent" {
  description = "Use of a node's memory, in percent, that raises the alarm."
  type        = number
  default     = 80
  nullable    = false

  validation {
    condition     = var.alarm_memory_percent >= 1 && var.alarm_memory_percent <= 99
    error_message = "alarm_memory_percent is ${var.alarm_memory_percent}: write 1 to 99 percent."
  }
}

variable "apply_immediately" {
  description = "Whether changes of size and version are made at once instead of in the maintenance window."
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

variable "engine" {
  description = "`valkey`, or `redis`. From `redis` to `valkey` a cache moves in place, never back."
  type        = string
  default     = "valkey"
  nullable    = false

  validation {
    condition     = contains(["redis", "valkey"], var.engine)
    error_message = "engine is \"${var.engine}\": write \"valkey\" or \"redis\"; Memcached is data/memcached."
  }
}

variable "engine_version" {
  description = <<-EOT
    Version of the engine, by default Valkey 8.0 or Redis 7.1.
    Patches come by themselves in the maintenance window.
  EOT
  type        = string
  default     = null

  validation {
    condition = (
      var.engine_version == null ? true :
      can(regex(var.engine == "redis" ? "^7\\.[01]$" : "^(7\\.2|8\\.[0-9]+)$", var.engine_version))
    )
    error_message = join(" ", [
      "engine_version of ${var.engine} is \"${coalesce(var.engine_version, "null")}\": write \"7.0\" or \"7.1\"",
      "for redis, \"7.2\" or \"8.x\" for valkey.",
    ])
  }
}

variable "final_snapshot" {
  description = "Name of the snapshot that is taken when the cache is destroyed. null takes none."
  type        = string
  default     = null

  validation {
    condition = (
      var.final_snapshot == null ? true :
      can(regex("^[a-z][a-z0-9-]{0,254}$", var.final_snapshot)) && !can(regex("--|-$", var.final_snapshot))
    )
    error_message = join(" ", [
      "final_snapshot is \"${coalesce(var.final_snapshot, "null")}\": write lower-case letters, digits or",
      "\"-\", for example \"shop-prod-carts-final\".",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts nodes' disks and snapshots, from `operations/kms-key`.
    Without one, ElastiCache uses a key of its own.
    Cannot be changed later: a change replaces the cache.
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

variable "log" {
  description = <<-EOT
    For how many days CloudWatch keeps the engine's log and the slow commands, and the key that encrypts them,
    from `operations/kms-key` with `logs` among its `services`.
  EOT
  type = object({
    kms_key        = optional(object({ arn = string }))
    retention_days = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log.retention_days,
    )
    error_message = join(" ", [
      "log.retention_days is ${var.log.retention_days}: CloudWatch Logs keeps for 1, 3, 5, 7, 14, 30, 60, 90,",
      "120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, write one of these,",
      "or 0 to keep them for ever.",
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

variable "maintenance_window" {
  description = "When AWS may patch, in UTC, an hour or more: `sun:03:00-sun:04:00`."
  type        = string
  default     = "sun:03:00-sun:04:00"
  nullable    = false

  validation {
    condition = length(split("-", var.maintenance_window)) == 2 && alltrue([
      for time in split("-", var.maintenance_window) :
      can(regex("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", time))
    ])
    error_message = join(" ", [
      "maintenance_window is \"${var.maintenance_window}\": write day:hh:mm-day:hh:mm in UTC, for example",
      "\"sun:03:00-sun:04:00\".",
    ])
  }

  validation {
    condition = try(alltrue([
      for minutes in [[
        for window in [var.snapshots.window, var.maintenance_window] :
        [for time in regexall("([0-9]{2}):([0-9]{2})", window) : time[0] * 60 + time[1]]
      ]] :
      (minutes[1][0] - minutes[0][0] + 1440) % 1440 >= (minutes[0][1] - minutes[0][0] + 1440) % 1440 &&
      (minutes[0][0] - minutes[1][0] + 1440) % 1440 >= (minutes[1][1] - minutes[1][0] + 1440) % 1440
    ]), true)
    error_message = join(" ", [
      "maintenance_window is \"${var.maintenance_window}\" and snapshots.window \"${var.snapshots.window}\":",
      "write windows that do not overlap.",
    ])
  }
}

variable "network" {
  description = <<-EOT
    Network that holds the cache, in its database subnets: `network/vpc` as a whole.
    Cannot be changed later: a change replaces the cache.
  EOT
  type        = object({ id = string, database_subnet_ids = map(string) })
  nullable    = false
}

variable "node_type" {
  description = "Size of a node. It can be changed; ElastiCache makes new nodes and moves the keys."
  type        = string
  default     = "cache.t4g.small"
  nullable    = false

  validation {
    condition = startswith(var.node_type, "cache.")
    error_message = join(" ", [
      "node_type is \"${var.node_type}\": write a type that begins with \"cache.\", for example",
      "\"cache.t4g.small\".",
    ])
  }
}

variable "parameters" {
  description = "Settings of the engine, by name, for example `maxmemory-policy`."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "replicas" {
  description = <<-EOT
    Copies of each shard beside its primary, in other zones: one takes over when the primary fails. 0 loses the
    cache with its node or zone.
  EOT
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.replicas >= 0 && var.replicas <= 5 && floor(var.replicas) == var.replicas
    error_message = "replicas is ${var.replicas}: write 0 to 5."
  }
}

variable "restore" {
  description = <<-EOT
    What the cache is made from. Counts only when it is made: it can be taken away afterwards, and added later it does
    nothing.
    `snapshot` is the name of a snapshot, for example the `final_snapshot` of the cache before. Its number of shards
    is the
    least that `shards` can be.
  EOT
  type        = object({ snapshot = string })
  default     = null

  validation {
    condition = var.restore == null ? true : can(
      regex("^(automatic\\.)?[a-z][a-z0-9-]{0,254}$", var.restore.snapshot)
    ) && !can(regex("--|-$", var.restore.snapshot))
    error_message = join(" ", [
      "restore.snapshot is \"${try(var.restore.snapshot, "")}\": write the name of a snapshot, lower-case letters,",
      "digits",
      "or \"-\", for example \"shop-prod-carts-final\".",
    ])
  }
}

variable "shards" {
  description = <<-EOT
    Number of shards over which the keys are spread (cluster mode): it can be changed, and needs a client that
    knows clusters. null keeps all keys together, for any client.
    Changing from null to a number, or back, replaces the cache.
  EOT
  type        = number
  default     = null

  validation {
    condition     = var.shards == null ? true : var.shards >= 1 && var.shards <= 500
    error_message = "shards is ${coalesce(var.shards, 0)}: write 1 to 500, or leave it out for no cluster."
  }
}

variable "snapshots" {
  description = "For how many days daily snapshots are kept (0 takes none), and when they are taken, in UTC."
  type = object({
    retention_days = optional(number, 7)
    window         = optional(string, "01:00-02:00")
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.snapshots.retention_days >= 0 &&
      var.snapshots.retention_days <= 35 &&
      floor(var.snapshots.retention_days) == var.snapshots.retention_days
    )
    error_message = "snapshots.retention_days is ${var.snapshots.retention_days}: write 0 to 35 days."
  }

  validation {
    condition = can(regex("^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$", var.snapshots.window))
    error_message = join(" ", [
      "snapshots.window is \"${var.snapshots.window}\": write hh:mm-hh:mm in UTC, an hour or more, for example",
      "\"01:00-02:00\".",
    ])
  }

  validation {
    condition = try(alltrue([
      for minutes in [[
        for time in regexall("([0-9]{2}):([0-9]{2})", var.snapshots.window) : time[0] * 60 + time[1]
      ]] : (minutes[1] - minutes[0] + 1440) % 1440 >= 60
    ]), true)
    error_message = "snapshots.window is \"${var.snapshots.window}\": write a window of 60 minutes or more."
  }
}

variable "user_ids" {
  description = <<-EOT
    Ids of further users, made elsewhere: those with a password, which Secrets Manager rotates.
    Terraform would keep a password in its state, so this module makes none.
  EOT
  type        = list(string)
  default     = []
  nullable    = false
}

variable "users" {
  description = <<-EOT
    Who may log in, by a name of your choice: a user each, without a password, as whom a role with the grant
    `connect_<name>` logs in by IAM.
    `access` says, in the words of ACL, which keys and commands.
  EOT
  type        = map(object({ access = optional(string, "~* &* +@all -@dangerous -@admin") }))
  default     = { app = {} }
  nullable    = false

  validation {
    condition = alltrue([
      for user in keys(var.users) :
      user != "default" && can(regex("^[a-z][a-z0-9-]*$", user)) && length("${var.name}-${user}") <= 40
    ])
    error_message = join(" ", [
      "users are called ${join(", ", keys(var.users))}: write lower-case letters, digits or \"-\", at most 40",
      "together with the cache's name.",
    ])
  }

  validation {
    condition = alltrue([
      for user in var.users : !can(regex("(^|\\s)(on|off|>\\S*|nopass|resetpass)(\\s|$)", user.access))
    ])
    error_message = join(" ", [
      "users have access ${jsonencode([for user in var.users : user.access])}: write keys and commands only,",
      "for example \"~cart:* +@read +@write\"; \"on\" is added, and there are no passwords.",
    ])
  }

  validation {
    condition     = length(var.users) + length(var.user_ids) > 0
    error_message = "users is empty, and user_ids too: no login would be possible, write at least one of either."
  }
}
