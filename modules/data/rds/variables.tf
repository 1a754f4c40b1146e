variable "name" {
  description = <<-EOT
    Name of the database, and the beginning of the names of what belongs to it.
    Cannot be changed later: the subnet group of a database cannot be renamed.
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
    ARNs to notify when the database runs short of something or a replica is behind, usually one SNS topic.
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
  description = "Percentage of its processors that each instance may use for five minutes before the alarm is raised."
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

variable "alarm_free_storage_gb" {
  description = <<-EOT
    GB of storage that each instance must have left; with less for five minutes the alarm is raised. null is a
    twentieth of `storage.gb`.
  EOT
  type        = number
  default     = null

  validation {
    condition = var.alarm_free_storage_gb == null ? true : var.alarm_free_storage_gb > 0
    error_message = join(" ", [
      "alarm_free_storage_gb is ${coalesce(var.alarm_free_storage_gb, 0)}: write more than 0 GB, or null for a",
      "twentieth of the storage.",
    ])
  }
}

variable "alarm_replica_lag_seconds" {
  description = "Seconds that a replica may be behind for five minutes before the alarm is raised."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.alarm_replica_lag_seconds > 0
    error_message = "alarm_replica_lag_seconds is ${var.alarm_replica_lag_seconds}: write more than 0 seconds."
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
      var.backups.retention_days >= 0 &&
      var.backups.retention_days <= 35 &&
      floor(var.backups.retention_days) == var.backups.retention_days
    )
    error_message = "backups.retention_days is ${var.backups.retention_days}: write 1 to 35 days, or 0 for no backups."
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

variable "blue_green_updates" {
  description = <<-EOT
    Whether versions, classes and parameters are changed on a copy that takes the database's place when it has
    caught up: it is away for a minute at most.
    Needs `managed_password = false`, and there must be no replicas.
  EOT
  type        = bool
  default     = false
  nullable    = false

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
  validation {
    condition = !var.blue_green_updates || !var.managed_password
    error_message = join(" ", [
      "blue_green_updates is true and so is managed_password: RDS copies no database whose password it manages,",
      "write managed_password = false.",
    ])
  }

  validation {
    condition = !var.blue_green_updates || (length(var.replicas) == 0 && var.deployment != "cluster")
    error_message = join(" ", [
      "blue_green_updates is true with replicas or a cluster: the provider updates single databases only, leave",
      "one of them out.",
    ])
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

variable "clients" {
  description = "Who may connect, by a name of your choice: services and functions as whole modules."
  type        = map(object({ security_group_id = string }))
  default     = {}
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

variable "deployment" {
  description = <<-EOT
    `multi-az` (a second instance in another zone takes over, and answers no queries until then), `cluster` (two
    more that can be read from; PostgreSQL and MySQL on classes with local disks) or `single` (down when its zone
    is).
    To and from `cluster` is another database.
  EOT
  type        = string
  default     = "multi-az"
  nullable    = false

  validation {
    condition     = contains(["cluster", "multi-az", "single"], var.deployment)
    error_message = "deployment is \"${var.deployment}\": write \"multi-az\", \"cluster\" or \"single\"."
  }

  validation {
    condition = var.deployment != "cluster" || var.engine != "mariadb"
    error_message = join(" ", [
      "deployment is \"cluster\" and engine \"mariadb\": RDS has clusters of PostgreSQL and MySQL only, write",
      "deployment = \"multi-az\".",
    ])
  }
}

variable "engine" {
  description = "`postgres`, `mysql` or `mariadb`. Cannot be changed later: a change replaces the database."
  type        = string
  default     = "postgres"
  nullable    = false

  validation {
    condition     = contains(["mariadb", "mysql", "postgres"], var.engine)
    error_message = "engine is \"${var.engine}\": write \"postgres\", \"mysql\" or \"mariadb\"."
  }
}

variable "engine_version" {
  description = <<-EOT
    Version of the engine, any that RDS has: `17` of PostgreSQL, `8.4` of MySQL or `11.4` of MariaDB follow AWS's
    minor versions by themselves, `17.5` does not fall behind it. null is the one of these three. `./invokew
    lifecycle` says
    until when each is supported.
  EOT
  type        = string
  default     = null

  validation {
    condition = (
      var.engine_version == null ? true :
      can(
        regex(
          {
            mariadb  = "^[1-9][0-9]\\.[0-9]+(\\.[0-9]+)?([.-][A-Za-z0-9.]+)?$"
            mysql    = "^[5-9]\\.[0-9]+(\\.[0-9]+)?([.-][A-Za-z0-9.]+)?$"
            postgres = "^[1-9][0-9](\\.[0-9]+)?([.-][A-Za-z0-9.]+)?$"
          }[var.engine],
          var.engine_version
        )
      )
    )
    error_message = join(" ", [
      "engine_version is \"${coalesce(var.engine_version, "null")}\" of ${var.engine}: write for example \"17\"",
      "for postgres, \"8.4\" for mysql, \"11.4\" for mariadb, with a minor version or without.",
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

variable "instance_class" {
  description = "Size of the instances. A change restarts them, one after the other."
  type        = string
  default     = "db.t4g.medium"
  nullable    = false

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.(micro|small|medium|([0-9]+x|x)?large)$", var.instance_class))
    error_message = "instance_class is \"${var.instance_class}\": write a class of RDS, for example \"db.t4g.medium\"."
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/create-multi-az-db-cluster.html
  validation {
    condition = var.deployment != "cluster" || can(regex("^db\\.[a-z]+[0-9]+[a-z]*d[a-z]*\\.", var.instance_class))
    error_message = join(" ", [
      "instance_class is \"${var.instance_class}\" and deployment \"cluster\": members of a cluster have local",
      "disks, write a class such as \"db.m6gd.large\".",
    ])
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
  validation {
    condition = (
      var.insights == "off" ||
      var.engine == "postgres" ||
      !can(regex("^db\\.t[234]g?\\.(micro|small)$", var.instance_class))
    )
    error_message = join(" ", [
      "instance_class is \"${var.instance_class}\" and insights \"${var.insights}\": so small, ${var.engine}",
      "has none, write a larger class or insights = \"off\".",
    ])
  }
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
    `operations/kms-key` with `logs` among its `services`. null `exports` are `postgresql` and `upgrade`, or
    `error` and `slowquery`.
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
          var.engine == "postgres" ? ["iam-db-auth-error", "postgresql", "upgrade"] :
          ["audit", "error", "general", "iam-db-auth-error", "slowquery"],
          log
        )
      ])
    )
    error_message = join(" ", [
      "logs.exports is ${jsonencode(var.logs.exports)} of ${var.engine}: write some of \"postgresql\",",
      "\"upgrade\" and \"iam-db-auth-error\" for postgres, of \"audit\", \"error\", \"general\",",
      "\"iam-db-auth-error\" and \"slowquery\" for the others.",
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
}

variable "managed_password" {
  description = <<-EOT
    Whether RDS keeps the master user's password in a secret and rotates it.
    Else the module makes it, keeps it in a secret of its own, and never in Terraform's state; plans then read the
    secret.
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
    It is in the database subnets, of two zones at least, a cluster of three.
  EOT
  type        = object({ id = string, database_subnet_ids = map(string) })
  nullable    = false

  validation {
    condition = length(var.network.database_subnet_ids) >= (var.deployment == "cluster" ? 3 : 2)
    error_message = join(" ", [
      "network has database subnets in ${length(var.network.database_subnet_ids)} zones: give it two, for",
      "deployment = \"cluster\" three; write more availability_zones.",
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
    Database in another region that this one copies, to read from and to take over: this module as a whole, called with
    that region's provider.
    `engine` and `engine_version` are its; `database`, `username` and the password come from there. Taken away, this one
    becomes a database of its own, in place: write the same `database` and `username` then.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.primary == null || can(regex("^arn:[^:]+:rds:[^:]+:[0-9]{12}:db:.+$", var.primary.arn))
    error_message = join(" ", [
      "primary is ${jsonencode(var.primary)}: write the database of the other region as a whole, or the ARN of its",
      "instance, { arn = \"arn:aws:rds:…:db:…\" }.",
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

  validation {
    condition = var.primary == null || (var.deployment != "cluster" && var.proxy == null && var.restore == null)
    error_message = join(" ", [
      "primary is set with deployment \"${var.deployment}\", proxy or restore: a copy is an instance without a",
      "secret of its",
      "own, made from its primary, write deployment = \"multi-az\" or \"single\", and neither proxy nor restore.",
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
}

variable "replicas" {
  description = <<-EOT
    Copies to read from, by the end of their name, with a class of their own or the database's, and a maintenance
    window of their own or one that RDS chooses.
    Needs `managed_password = false`.
  EOT
  type = map(
    object({
      instance_class     = optional(string)
      maintenance_window = optional(string)
      multi_az           = optional(bool, false)
    })
  )
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.replicas) : can(regex("^[a-z0-9](-?[a-z0-9]){0,19}$", name))])
    error_message = join(" ", [
      "replicas holds ${join(", ", keys(var.replicas))}: write 1 to 20 lower-case letters, digits or single",
      "\"-\".",
    ])
  }

  validation {
    condition = length(var.replicas) == 0 || var.deployment != "cluster"
    error_message = join(" ", [
      "replicas holds ${join(", ", keys(var.replicas))} and deployment is \"cluster\": it has two readers",
      "already, leave replicas out.",
    ])
  }

  validation {
    condition = length(var.replicas) == 0 || !var.managed_password
    error_message = join(" ", [
      "replicas holds ${join(", ", keys(var.replicas))} and managed_password is true: RDS copies no database",
      "whose password it manages, write managed_password = false.",
    ])
  }

  validation {
    condition     = length(var.replicas) <= 15
    error_message = "replicas holds ${length(var.replicas)}: a database has 15 at most, write fewer."
  }
}

variable "restore" {
  description = <<-EOT
    What the database is made from. Counts only when it is made: it can be taken away afterwards, and added later it
    does
    nothing.
    `snapshot` is the name or ARN of a snapshot, for example the `final_snapshot_name` of the database before.
    `source` is the name of another database of the region, whose state `at` a time (UTC) is copied, by default the
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
}

variable "storage" {
  description = <<-EOT
    Storage of each instance: `gb` to begin with, growing by itself to `max_gb`, without which to five times as
    much; the same as `gb` keeps it from growing.
    It never shrinks, and a cluster's does not grow.
    `type` is `gp3`, `io1` or `io2`, with `iops`; `iops` and `throughput_mbps` of gp3 can be set from 400 GB.
  EOT
  type = object({
    gb              = optional(number, 20)
    iops            = optional(number)
    max_gb          = optional(number)
    throughput_mbps = optional(number)
    type            = optional(string, "gp3")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["gp3", "io1", "io2"], var.storage.type)
    error_message = "storage.type is \"${var.storage.type}\": write \"gp3\", \"io1\" or \"io2\"."
  }

  validation {
    condition = (
      var.storage.gb >= (var.storage.type == "gp3" ? 20 : 100) &&
      var.storage.gb <= 65536 &&
      floor(var.storage.gb) == var.storage.gb
    )
    error_message = join(" ", [
      "storage.gb is ${var.storage.gb} of ${var.storage.type}: write 20 to 65536 GB, from",
      "100 for io1 and io2.",
    ])
  }

  validation {
    condition = (
      var.storage.max_gb == null ? true :
      var.storage.max_gb == var.storage.gb ||
      (var.storage.max_gb >= var.storage.gb * 1.1 && var.storage.max_gb <= 65536)
    )
    error_message = join(" ", [
      "storage.max_gb is ${coalesce(var.storage.max_gb, 0)} and gb ${var.storage.gb}: write the same, or a",
      "tenth more at least and 65536 at most.",
    ])
  }

  validation {
    condition = (
      (var.storage.type == "gp3") != (var.storage.iops != null) ||
      (var.storage.type == "gp3" && var.storage.gb >= 400)
    )
    error_message = join(" ", [
      "storage.iops is ${coalesce(var.storage.iops, 0)} of ${var.storage.type} with ${var.storage.gb} GB: write",
      "it for io1 and io2, and for gp3 from 400 GB on only.",
    ])
  }

  validation {
    condition = (
      var.storage.throughput_mbps == null ||
      (var.storage.type == "gp3" && var.storage.gb >= 400 && var.storage.iops != null)
    )
    error_message = join(" ", [
      "storage.throughput_mbps is ${coalesce(var.storage.throughput_mbps, 0)}: write it with iops, for gp3 from",
      "400 GB on only.",
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
