variable "name" {
  description = <<-EOT
    Name of the database, and the beginning of the names of what belongs to it.
    Cannot be changed later: a change replaces the database.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z](-?[a-z0-9]){0,39}$", var.name)) && length(var.name) <= 40
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 40 lower-case letters, digits or single \"-\", beginning with a",
      "letter, for example \"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the database and of what belongs to it."
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
    ARNs to notify when the database runs short of something or a reader is behind, usually one SNS topic.
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
  description = <<-EOT
    Connections that each instance may have for five minutes before the alarm is raised.
    How many it takes depends on its memory, so null raises none.
  EOT
  type        = number
  default     = null

  validation {
    condition = var.alarm_connections == null ? true : var.alarm_connections >= 1
    error_message = join(" ", [
      "alarm_connections is ${coalesce(var.alarm_connections, 0)}: write 1 or more connections, or null for no",
      "alarm.",
    ])
  }
}

variable "alarm_cpu_percent" {
  description = <<-EOT
    Percentage of its processors, and of its highest serverless capacity, that each instance may use for five
    minutes before the alarm is raised.
  EOT
  type        = number
  default     = 85
  nullable    = false

  validation {
    condition     = var.alarm_cpu_percent >= 1 && var.alarm_cpu_percent < 100
    error_message = "alarm_cpu_percent is ${var.alarm_cpu_percent}: write a percentage from 1 to less than 100."
  }
}

variable "alarm_free_memory_mb" {
  description = "MB of memory that each instance must have left; with less for five minutes the alarm is raised."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.alarm_free_memory_mb >= 1
    error_message = "alarm_free_memory_mb is ${var.alarm_free_memory_mb}: write 1 MB or more."
  }
}

variable "alarm_replica_lag_ms" {
  description = <<-EOT
    Milliseconds that the slowest reader may be behind for five minutes before the alarm is raised.
    Usually they are 20 or so.
  EOT
  type        = number
  default     = 2000
  nullable    = false

  validation {
    condition     = var.alarm_replica_lag_ms > 0
    error_message = "alarm_replica_lag_ms is ${var.alarm_replica_lag_ms}: write more than 0 milliseconds."
  }
}

variable "apply_immediately" {
  description = <<-EOT
    Whether changes that restart the database or slow it down are made at once.
    Else they wait for `maintenance_window`, and plans show them until then.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "backups" {
  description = <<-EOT
    Days back to which the database can be restored, to the second, and the hours (UTC) in which its daily
    snapshot is taken.
  EOT
  type        = object({ retention_days = optional(number, 14), window = optional(string, "02:00-03:00") })
  default     = {}
  nullable    = false

  validation {
    condition = (
      var.backups.retention_days >= 1 &&
      var.backups.retention_days <= 35 &&
      floor(var.backups.retention_days) == var.backups.retention_days
    )
    error_message = "backups.retention_days is ${var.backups.retention_days}: write 1 to 35 days."
  }

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", var.backups.window))
    error_message = "backups.window is \"${var.backups.window}\": write hours in UTC, for example \"02:00-03:00\"."
  }

  validation {
    condition = try(alltrue([
      for minutes in [[
        for time in regexall("([0-9]{2}):([0-9]{2})", var.backups.window) : time[0] * 60 + time[1]
      ]] : (minutes[1] - minutes[0] + 1440) % 1440 >= 30
    ]), true)
    error_message = "backups.window is \"${var.backups.window}\": write a window of 30 minutes or more."
  }
}

variable "ca_certificate" {
  description = "Authority that signs the database's certificate. Clients trust it by the bundle that AWS publishes."
  type        = string
  default     = "rds-ca-rsa2048-g1"
  nullable    = false

  validation {
    condition = contains(["rds-ca-ecc384-g1", "rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1"], var.ca_certificate)
    error_message = join(" ", [
      "ca_certificate is \"${var.ca_certificate}\": write \"rds-ca-rsa2048-g1\", \"rds-ca-rsa4096-g1\" or",
      "\"rds-ca-ecc384-g1\".",
    ])
  }
}

variable "capacity" {
  description = <<-EOT
    What serverless instances scale between, in ACU (2 GB of memory and its share of processors each): `min` and
    `max`.
    With `min = 0` they pause after `pause_after_seconds` without a connection, and the first one then waits some
    15 s.
  EOT
  type = object({
    min                 = optional(number, 0.5)
    max                 = optional(number, 8)
    pause_after_seconds = optional(number, 300)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      0 <= var.capacity.min &&
      var.capacity.min <= var.capacity.max &&
      1 <= var.capacity.max &&
      var.capacity.max <= 256
    )
    error_message = join(" ", [
      "capacity is ${jsonencode(var.capacity)}: write min from 0 and max from 1 to 256 ACU,",
      "not less than min.",
    ])
  }

  validation {
    condition     = alltrue([for units in [var.capacity.min, var.capacity.max] : floor(units * 2) == units * 2])
    error_message = "capacity is ${jsonencode(var.capacity)}: ACU come in halves, write 0.5, 1, 1.5 and so on."
  }

  validation {
    condition = var.capacity.pause_after_seconds >= 300 && var.capacity.pause_after_seconds <= 86400
    error_message = join(" ", [
      "capacity.pause_after_seconds is ${var.capacity.pause_after_seconds}: write 300 to",
      "86400 seconds (a day).",
    ])
  }
}

variable "clients" {
  description = "Who may connect, by a name of your choice: services and functions as whole modules."
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false
}

variable "data_api" {
  description = <<-EOT
    Whether SQL can be sent over HTTPS, without a connection or a way into the network, by principals with
    `grants.data_api`.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "database" {
  description = "Name of the first database. null makes none. Cannot be changed later: a change replaces the whole."
  type        = string
  default     = null

  validation {
    condition = (
      var.database == null ? true :
      can(regex("^[a-z][a-z0-9_]{0,62}$", var.database)) && !contains(local.reserved_words, var.database)
    )
    error_message = join(" ", [
      "database is \"${coalesce(var.database, "null")}\": write 1 to 63 lower-case letters, digits or \"_\",",
      "beginning with a letter, for example \"orders\".",
    ])
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "engine" {
  description = "`postgres` or `mysql`. Cannot be changed later: a change replaces the database."
  type        = string
  default     = "postgres"
  nullable    = false

  validation {
    condition     = contains(["mysql", "postgres"], var.engine)
    error_message = "engine is \"${var.engine}\": write \"postgres\" or \"mysql\"."
  }
}

variable "engine_version" {
  description = <<-EOT
    Version of the engine, any that Aurora has: `17` of PostgreSQL or `8.0` of MySQL (Aurora 3) follow AWS's minor
    versions by themselves, `17.5` does not fall behind it. null is `17` or `8.0`. `./invokew lifecycle` says until when
    each is supported.
  EOT
  type        = string
  default     = null

  validation {
    condition = (
      var.engine_version == null ? true :
      can(
        regex(
          {
            mysql    = "^[5-9]\\.[0-9]+(\\.mysql_aurora(\\.[0-9]+){2,3})?$"
            postgres = "^[1-9][0-9](\\.[0-9]+)?(-[A-Za-z0-9.]+)?$"
          }[var.engine],
          var.engine_version
        )
      )
    )
    error_message = join(" ", [
      "engine_version is \"${coalesce(var.engine_version, "null")}\" of ${var.engine}: write for example \"17\"",
      "for postgres, \"8.0\" or \"8.0.mysql_aurora.3.10.3\" for mysql.",
    ])
  }
}

variable "final_snapshot" {
  description = <<-EOT
    Whether a last snapshot is taken when the database is destroyed, and its backups and its secret stay for a
    while. false is for databases that may be lost.
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "global_name" {
  description = <<-EOT
    Name of a global database that this cluster is the first of, and writes.
    Clusters in other regions join it by `primary`.
    Needs `managed_password = false`.
  EOT
  type        = string
  default     = null

  validation {
    condition = var.global_name == null ? true : can(regex("^[a-z](-?[a-z0-9]){0,62}$", var.global_name))
    error_message = join(" ", [
      "global_name is \"${coalesce(var.global_name, "null")}\": write 1 to 63 lower-case letters, digits or",
      "single \"-\", beginning with a letter.",
    ])
  }

  validation {
    condition = var.global_name == null || !var.managed_password
    error_message = join(" ", [
      "global_name is \"${coalesce(var.global_name, "null")}\" and managed_password true: RDS manages no",
      "password of a global database, write managed_password = false.",
    ])
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-getting-started.html
  validation {
    condition = (
      var.global_name == null || alltrue([for instance in var.instances : !startswith(instance.class, "db.t")])
    )
    error_message = join(" ", [
      "global_name is \"${coalesce(var.global_name, "null")}\", and instances are of a db.t class: global",
      "databases take none, write \"db.serverless\" or \"db.r7g.large\".",
    ])
  }
}

variable "iam_users" {
  description = <<-EOT
    Users of the database that sign in with IAM instead of a password; each has a grant, `connect_<user>`.
    They are made in the database, with the role `rds_iam` in PostgreSQL.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for user in var.iam_users : can(regex("^[a-z][a-z0-9_]{0,31}$", user))])
    error_message = join(" ", [
      "iam_users holds ${jsonencode(var.iam_users)}: write 1 to 32 lower-case letters, digits or \"_\",",
      "beginning with a letter.",
    ])
  }
}

variable "insights" {
  description = <<-EOT
    What is kept of queries and waits: `standard` (7 days), `advanced` (15 months, plans and locks; paid by the
    processor) or `off`.
  EOT
  type        = string
  default     = "standard"
  nullable    = false

  validation {
    condition     = contains(["advanced", "off", "standard"], var.insights)
    error_message = "insights is \"${var.insights}\": write \"standard\", \"advanced\" or \"off\"."
  }
}

variable "instances" {
  description = <<-EOT
    Instances by the end of their name: one writes, the others are read from and take over, the lowest
    `promotion_tier` first.
    `class` is `db.serverless`, which scales within `capacity`, or a fixed size.
    `maintenance_window` is one of RDS's choice by default, so that they do not restart together.
  EOT
  type = map(object({
    class              = optional(string, "db.serverless")
    maintenance_window = optional(string)
    promotion_tier     = optional(number, 1)
  }))
  default  = { one = {}, two = {} }
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.instances) : can(regex("^[a-z0-9](-?[a-z0-9]){0,19}$", name))])
    error_message = join(" ", [
      "instances holds ${join(", ", keys(var.instances))}: write 1 to 20 lower-case letters, digits or single",
      "\"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for instance in var.instances :
      can(regex("^db\\.(serverless|[a-z0-9]+\\.(micro|small|medium|([0-9]+x|x)?large))$", instance.class))
    ])
    error_message = join(" ", [
      "instances has the classes ${join(", ", [for instance in var.instances : instance.class])}: write",
      "\"db.serverless\", or a class such as \"db.r7g.large\".",
    ])
  }

  validation {
    condition = alltrue([
      for instance in var.instances : instance.promotion_tier >= 0 && instance.promotion_tier <= 15
    ])
    error_message = join(" ", [
      "instances has the promotion tiers",
      "${join(", ", [for instance in var.instances : instance.promotion_tier])}: write 0 (takes over first) to",
      "15.",
    ])
  }

  validation {
    condition     = length(var.instances) >= 1 && length(var.instances) <= 16
    error_message = "instances holds ${length(var.instances)}: write 1 to 16."
  }
}

variable "io_optimized" {
  description = <<-EOT
    Whether storage costs more and its use nothing, which is cheaper once that is more than a quarter of the bill.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts storage, snapshots, insights and the password, from `operations/kms-key`.
    Without one, AWS uses keys it keeps for RDS and Secrets Manager in your account.
    Cannot be changed later: a change replaces the database.
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

variable "logs" {
  description = <<-EOT
    Logs sent to CloudWatch, for how many days they are kept, and the key that encrypts them, from
    `operations/kms-key` with `logs` among its `services`. null `exports` are `postgresql`, or `error` and
    `slowquery`.
  EOT
  type = object({
    exports        = optional(list(string))
    kms_key        = optional(object({ arn = string }))
    retention_days = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.logs.exports == null ? true :
      alltrue([
        for log in var.logs.exports :
        contains(
          var.engine == "postgres" ? ["iam-db-auth-error", "instance", "postgresql"] :
          ["audit", "error", "general", "iam-db-auth-error", "instance", "slowquery"],
          log
        )
      ])
    )
    error_message = join(" ", [
      "logs.exports is ${jsonencode(var.logs.exports)} of ${var.engine}: write some of \"postgresql\",",
      "\"instance\" and \"iam-db-auth-error\" for postgres, of \"audit\", \"error\", \"general\",",
      "\"iam-db-auth-error\", \"instance\" and \"slowquery\" for mysql.",
    ])
  }

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.logs.retention_days
    )
    error_message = join(" ", [
      "logs.retention_days is ${var.logs.retention_days}: write a number of days that CloudWatch Logs knows,",
      "for example 7, 30, 90 or 365, or 0 to keep them for ever.",
    ])
  }

  validation {
    condition = try(var.logs.kms_key, null) == null || can(
      regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.logs.kms_key.arn)
    )
    error_message = join(" ", [
      "logs.kms_key is ${jsonencode(try(var.logs.kms_key, null))}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }
}

variable "maintenance_window" {
  description = "Day and hours (UTC) in which AWS may change and restart the database. Not those of the backups."
  type        = string
  default     = "sun:04:00-sun:05:00"
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
        for window in [var.backups.window, var.maintenance_window] :
        [for time in regexall("([0-9]{2}):([0-9]{2})", window) : time[0] * 60 + time[1]]
      ]] :
      (minutes[1][0] - minutes[0][0] + 1440) % 1440 >= (minutes[0][1] - minutes[0][0] + 1440) % 1440 &&
      (minutes[0][0] - minutes[1][0] + 1440) % 1440 >= (minutes[1][1] - minutes[1][0] + 1440) % 1440
    ]), true)
    error_message = join(" ", [
      "maintenance_window is \"${var.maintenance_window}\" and backups.window \"${var.backups.window}\":",
      "write windows that do not overlap.",
    ])
  }
}

variable "major_upgrades" {
  description = <<-EOT
    Whether another major `engine_version` is accepted.
    Turn it on for the upgrade only, with `apply_immediately`.
  EOT
  type        = bool
  default     = false
  nullable    = false

  # The parameter group of the version before is deleted in the same apply: RDS refuses that while the upgrade waits.
  validation {
    condition = !var.major_upgrades || var.apply_immediately
    error_message = join(" ", [
      "major_upgrades is true and apply_immediately false: the database would still use the parameters of its",
      "version while they are deleted, write apply_immediately = true and apply in a quiet hour.",
    ])
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-upgrade.html
  validation {
    condition = !var.major_upgrades || (var.global_name == null && var.primary == null)
    error_message = join(" ", [
      "major_upgrades is true of a cluster in a global database, whose major version is that of all its",
      "clusters: see README.md, upgrade it as a whole by aws rds modify-global-cluster, and write the new",
      "engine_version then.",
    ])
  }
}

variable "managed_password" {
  description = <<-EOT
    Whether RDS keeps the master user's password in a secret and rotates it.
    Else the module makes it, keeps it in a secret of its own, and never in Terraform's state; plans then read the
    secret.
    A secondary has its primary's.
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "monitoring_seconds" {
  description = "Seconds between what the operating system reports: 1, 5, 10, 15, 30 or 60. 0 turns it off."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition = contains([0, 1, 5, 10, 15, 30, 60], var.monitoring_seconds)
    error_message = join(" ", [
      "monitoring_seconds is ${var.monitoring_seconds}: write 1, 5, 10, 15, 30 or 60 seconds, or 0 to turn it",
      "off.",
    ])
  }

  validation {
    condition = var.insights != "advanced" || var.monitoring_seconds > 0
    error_message = join(" ", [
      "monitoring_seconds is ${var.monitoring_seconds} and insights \"advanced\", which shows the operating",
      "system too: write 1 to 60 seconds.",
    ])
  }
}

variable "network" {
  description = <<-EOT
    Network of the database: `network/vpc` as a whole.
    It is in the database subnets, of two zones at least.
  EOT
  type        = object({ id = string, database_subnet_ids = map(string) })
  nullable    = false

  validation {
    condition = length(var.network.database_subnet_ids) >= 2
    error_message = join(" ", [
      "network has database subnets in ${length(var.network.database_subnet_ids)} zones: give it two, write",
      "more availability_zones.",
    ])
  }
}

variable "parameters" {
  description = <<-EOT
    Parameters of the engine by name.
    `apply` is `immediate`, or `pending-reboot` for those that take a restart.
  EOT
  type        = map(object({ value = string, apply = optional(string, "immediate") }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for parameter in var.parameters : contains(["immediate", "pending-reboot"], parameter.apply)
    ])
    error_message = join(" ", [
      "parameters has",
      "${join(
        ", ",
        [
          for name, parameter in var.parameters :
          "${name} with apply \"${parameter.apply}\"" if !contains(
            ["immediate", "pending-reboot"],
            parameter.apply
          )
        ]
      )}:",
      "write \"immediate\" or \"pending-reboot\".",
    ])
  }

  validation {
    condition = alltrue([
      for name in keys(var.parameters) : !contains(["rds.force_ssl", "require_secure_transport"], name)
    ])
    error_message = join(" ", [
      "parameters holds ${join(", ", keys(var.parameters))}: whether TLS is forced is an input, write",
      "tls_required instead.",
    ])
  }
}

variable "password_rotation_days" {
  description = "Days between rotations of the managed password. null leaves it to RDS, which takes 7."
  type        = number
  default     = null

  validation {
    condition = (
      var.password_rotation_days == null ? true :
      var.password_rotation_days >= 1 &&
      var.password_rotation_days <= 1000 &&
      floor(var.password_rotation_days) == var.password_rotation_days
    )
    error_message = join(" ", [
      "password_rotation_days is ${coalesce(var.password_rotation_days, 0)}: write 1 to 1000 days, or null for",
      "7.",
    ])
  }

  validation {
    condition = var.password_rotation_days == null || var.managed_password
    error_message = join(" ", [
      "password_rotation_days is ${coalesce(var.password_rotation_days, 0)} and managed_password false: no",
      "rotation exists, leave it out and raise password_version when it is to change.",
    ])
  }
}

variable "password_version" {
  description = "Raised by one, it gives a password that RDS does not manage another value."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition = var.password_version >= 1 && floor(var.password_version) == var.password_version
    error_message = join(" ", [
      "password_version is ${var.password_version}: write 1, and one more each time the",
      "password is to change.",
    ])
  }
}

variable "primary" {
  description = <<-EOT
    Cluster in another region whose global database this one joins as a copy to read from, and to fail over to:
    this module as a whole, called with that region's provider.
    Name, version and password come from there.
  EOT
  type        = object({ global_cluster_id = string })
  default     = null

  validation {
    condition = var.primary == null || var.global_name == null
    error_message = join(" ", [
      "primary and global_name are both set: a cluster joins a global database or begins one, leave one of them",
      "out.",
    ])
  }

  validation {
    condition = var.primary == null || !var.managed_password
    error_message = join(" ", [
      "primary is set and managed_password true: the password is the primary's, write",
      "managed_password = false.",
    ])
  }

  validation {
    condition = var.primary == null || var.kms_key != null
    error_message = join(" ", [
      "primary is set without kms_key: a copy in another region is encrypted with a key of that region, write",
      "kms_key.",
    ])
  }
}

variable "proxy" {
  description = <<-EOT
    RDS Proxy, which pools connections: clients idle for `idle_seconds` are let go, it may take
    `connections_percent` of the database's connections, keeps `idle_percent` of them open, and a client waits
    `borrow_seconds` for one.
    Clients sign in with IAM unless `iam_required` is false; the proxy itself with the master user's secret and
    those in `secrets`, of users of the same names.
  EOT
  type = object({
    borrow_seconds      = optional(number, 120)
    connections_percent = optional(number, 90)
    iam_required        = optional(bool, true)
    idle_percent        = optional(number, 50)
    idle_seconds        = optional(number, 1800)
    secrets             = optional(map(object({ arn = string })), {})
  })
  default = null

  validation {
    condition = (
      var.proxy == null ? true :
      1 <= var.proxy.connections_percent &&
      var.proxy.connections_percent <= 100 &&
      0 <= var.proxy.idle_percent &&
      var.proxy.idle_percent <= var.proxy.connections_percent
    )
    error_message = join(" ", [
      "proxy.connections_percent is ${try(var.proxy.connections_percent, 0)} and idle_percent",
      "${try(var.proxy.idle_percent, 0)}: write 1 to 100, and not more idle ones than connections.",
    ])
  }

  validation {
    condition     = var.proxy == null ? true : var.proxy.borrow_seconds >= 0 && var.proxy.borrow_seconds <= 300
    error_message = "proxy.borrow_seconds is ${try(var.proxy.borrow_seconds, 0)}: write 0 to 300 seconds."
  }

  validation {
    condition     = var.proxy == null ? true : var.proxy.idle_seconds >= 1 && var.proxy.idle_seconds <= 28800
    error_message = "proxy.idle_seconds is ${try(var.proxy.idle_seconds, 0)}: write 1 to 28800 seconds (8 hours)."
  }

  validation {
    condition = var.proxy == null || var.primary == null
    error_message = join(" ", [
      "proxy is set and primary too: a secondary has no secret that a proxy could sign in with, write one of them.",
    ])
  }
}

variable "reader_scaling" {
  description = <<-EOT
    Number of readers, those of `instances` included, kept between `min` and `max` so that they use `cpu_percent`
    of their processors on average. null adds none.
  EOT
  type        = object({ min = number, max = number, cpu_percent = optional(number, 60) })
  default     = null

  validation {
    condition = (
      var.reader_scaling == null ? true :
      var.reader_scaling.min >= max(length(var.instances) - 1, 0) &&
      var.reader_scaling.min <= var.reader_scaling.max &&
      var.reader_scaling.max <= 15
    )
    error_message = join(" ", [
      "reader_scaling is ${jsonencode(var.reader_scaling)} with ${length(var.instances)} instances: write min",
      "of at least as many readers as there are among instances, and max from min to 15.",
    ])
  }

  validation {
    condition = (
      var.reader_scaling == null ? true : var.reader_scaling.cpu_percent >= 10 && var.reader_scaling.cpu_percent <= 90
    )
    error_message = "reader_scaling.cpu_percent is ${try(var.reader_scaling.cpu_percent, 0)}: write 10 to 90 percent."
  }
}

variable "restore" {
  description = <<-EOT
    What the database is made from. Counts only when it is made: it can be taken away afterwards, and added later it
    does
    nothing.
    `snapshot` is the name or ARN of a cluster's snapshot, for example the `final_snapshot_name` of the database before.
    `source` is the name of another cluster of the region, whose state `at` a time (UTC) is copied, by default the
    latest.
    `engine`, `database`, `username` and `kms_key` are those of the source: write the same, since another one
    replaces it.
  EOT
  type = object({
    at       = optional(string)
    snapshot = optional(string)
    source   = optional(string)
  })
  default = null

  validation {
    condition = var.restore == null ? true : (var.restore.snapshot == null) != (var.restore.source == null)
    error_message = join(" ", [
      "restore is ${jsonencode(var.restore)}: write either snapshot, or source, for example",
      "restore = { snapshot = \"orders-kept\" }.",
    ])
  }

  validation {
    condition = var.restore == null ? true : var.restore.at == null || (
      var.restore.source != null && can(timeadd(var.restore.at, "0s")) &&
      can(regex("^[0-9-]{10}T[0-9:]{8}Z$", var.restore.at))
    )
    error_message = join(" ", [
      "restore.at is ${jsonencode(try(var.restore.at, null))}: write a time in UTC together with source, for example",
      "\"2026-11-29T03:00:00Z\", or leave it out for the latest.",
    ])
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
  validation {
    condition = var.restore == null || (var.global_name == null && var.primary == null)
    error_message = join(" ", [
      "restore is ${jsonencode(var.restore)} of a cluster in a global database, which cannot be made from anything:",
      "write restore without global_name and primary.",
    ])
  }
}

variable "tls_required" {
  description = "Whether the database refuses connections that are not encrypted."
  type        = bool
  default     = true
  nullable    = false
}

variable "username" {
  description = "Name of the master user. Cannot be changed later: a change replaces the database."
  type        = string
  default     = "administrator"
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-z][a-z0-9_]{0,15}$", var.username)) &&
      !contains(["admin", "rdsadmin", "root"], var.username) &&
      !contains(local.reserved_words, var.username)
    )
    error_message = join(" ", [
      "username is \"${var.username}\": write 1 to 16 lower-case letters, digits or \"_\", beginning with a",
      "letter, and not a name that RDS keeps.",
    ])
  }
}
