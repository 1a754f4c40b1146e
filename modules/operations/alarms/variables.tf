variable "name" {
  description = "Name of the service or environment that the alarms are for. Their names begin with it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]{1,160}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 160 letters, digits, \"_\", \".\" or \"-\", such as",
      "\"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the alarms."
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

variable "anomalies" {
  description = <<-EOT
    Alarms for what is unusual, by a name of your choice: the metric leaves the band of what CloudWatch learnt of it.
    `width` is the band's in standard deviations, `side` where leaving it counts: `above`, `below` or `either`.
    So many `datapoints` of the last `periods` of `period_seconds` must be outside.
    `severity` says whom it notifies, unless a composite alarm counts it: then that one notifies.
  EOT
  type = map(object({
    description = string
    metric = object({
      namespace  = string
      name       = string
      dimensions = optional(map(string), {})
      statistic  = optional(string, "Sum")
    })
    datapoints     = optional(number, 3)
    period_seconds = optional(number, 300)
    periods        = optional(number, 3)
    severity       = optional(string, "note")
    side           = optional(string, "either")
    width          = optional(number, 3)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.anomalies) : can(regex("^[a-zA-Z0-9_.-]{1,64}$", key))])
    error_message = join(" ", [
      "anomalies holds ${jsonencode(keys(var.anomalies))}: write names of 1 to 64 letters, digits, \"_\", \".\"",
      "or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for anomaly in var.anomalies : contains(["note", "page", "ticket"], anomaly.severity)
      && contains(["above", "below", "either"], anomaly.side)
    ])
    error_message = join(" ", [
      "anomalies holds the severities ${jsonencode([for anomaly in var.anomalies : anomaly.severity])} and sides",
      "${jsonencode([for anomaly in var.anomalies : anomaly.side])}: write \"page\", \"ticket\" or \"note\", and",
      "\"above\", \"below\" or \"either\".",
    ])
  }

  validation {
    condition = alltrue([
      for anomaly in var.anomalies :
      anomaly.width > 0 && anomaly.period_seconds >= 60 && anomaly.period_seconds <= 86400
      && anomaly.period_seconds % 60 == 0
    ])
    error_message = join(" ", [
      "anomalies holds the widths ${jsonencode([for anomaly in var.anomalies : anomaly.width])} and period_seconds",
      "${jsonencode([for anomaly in var.anomalies : anomaly.period_seconds])}: write widths above 0, usually 2",
      "to 4, and whole minutes of 60 to 86400 seconds.",
    ])
  }

  validation {
    condition = alltrue([
      for anomaly in var.anomalies :
      anomaly.periods >= 1 && floor(anomaly.periods) == anomaly.periods
      && anomaly.datapoints >= 1 && anomaly.datapoints <= anomaly.periods
      && floor(anomaly.datapoints) == anomaly.datapoints
      && anomaly.periods * anomaly.period_seconds <= (anomaly.period_seconds >= 3600 ? 604800 : 86400)
    ])
    error_message = join(" ", [
      "anomalies holds the datapoints and periods",
      "${jsonencode([for each in var.anomalies : [each.datapoints, each.periods]])}:",
      "write at least 1 of as many periods as make up a day, or a week where period_seconds are 3600 or more.",
    ])
  }

  validation {
    condition = alltrue([
      for anomaly in var.anomalies :
      can(regex("^[^:]{1,255}$", anomaly.metric.namespace)) && can(regex("^.{1,255}$", anomaly.metric.name))
      && length(anomaly.metric.dimensions) <= 30
      && can(regex(local.statistic, anomaly.metric.statistic))
    ])
    error_message = join(" ", [
      "anomalies watches ${jsonencode([for anomaly in var.anomalies : anomaly.metric])}: write a namespace without",
      "\":\",",
      "a name, up to 30 dimensions and a statistic such as \"Sum\", \"Average\" or \"p99\".",
    ])
  }
}

variable "composites" {
  description = <<-EOT
    Composite alarms, by a name of your choice: what users and owners notice, of several alarms together. One is on
    while one of `any_of` is, all of `all_of` are and none of `unless` is. They are names or ARNs of alarms of this
    region: the output `alarms` of other modules. `anomalies` are names of `anomalies` that count as `any_of`.
    `severity` says whom it notifies: `page` reaches the engineer on call, `ticket` waits for working hours, `note`
    is for the record. `suppressed` ones notify nobody while `suppression` is on.
  EOT
  type = map(object({
    description = string
    all_of      = optional(list(string), [])
    anomalies   = optional(list(string), [])
    any_of      = optional(list(string), [])
    severity    = optional(string, "page")
    suppressed  = optional(bool, true)
    unless      = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.composites) : can(regex("^[a-zA-Z0-9_.-]{1,64}$", key))])
    error_message = join(" ", [
      "composites holds ${jsonencode(keys(var.composites))}: write names of 1 to 64 letters, digits, \"_\", \".\"",
      "or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for composite in var.composites : contains(["note", "page", "ticket"], composite.severity)
    ])
    error_message = join(" ", [
      "composites holds the severities ${jsonencode([for composite in var.composites : composite.severity])}: write",
      "\"page\", \"ticket\" or \"note\".",
    ])
  }

  validation {
    condition = alltrue([
      for composite in var.composites :
      length(concat(composite.all_of, composite.anomalies, composite.any_of)) > 0
      && length(concat(composite.all_of, composite.anomalies, composite.any_of, composite.unless)) <= 100
    ])
    error_message = join(" ", [
      "composites holds",
      join(", ", [
        for key, each in var.composites :
        "${key} of ${length(concat(each.all_of, each.anomalies, each.any_of))} alarms"
      ]),
      "and those of unless: write 1 to 100 in any_of, all_of, anomalies and unless together, one of them not in",
      "unless.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for composite in var.composites : [
        for alarm in concat(composite.any_of, composite.all_of, composite.unless) :
        can(regex("^(arn:[^:]+:cloudwatch:[^:]+:[0-9]{12}:alarm:)?[^\"\\\\:]{1,255}$", alarm))
      ]
    ]))
    error_message = join(" ", [
      "composites names the alarms",
      "${jsonencode(flatten([for each in var.composites : [each.any_of, each.all_of, each.unless]]))}:",
      "write names or ARNs of alarms, such as \"shop-prod-orders-queue-age\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for composite in var.composites : [for anomaly in composite.anomalies : contains(keys(var.anomalies), anomaly)]
    ]))
    error_message = join(" ", [
      "composites counts the anomalies ${jsonencode(flatten([for each in var.composites : each.anomalies]))}: write",
      "names of",
      "anomalies, which holds ${jsonencode(keys(var.anomalies))}.",
    ])
  }

  validation {
    condition = length(setintersection(keys(var.composites), concat(keys(var.anomalies), flatten([
      for key in keys(var.objectives) : ["${key}-fast", "${key}-slow"]
    ]), ["suppressor"]))) == 0
    error_message = join(" ", [
      "composites holds ${jsonencode(keys(var.composites))}, and an anomaly, an objective or the suppressor has one",
      "of these",
      "names too: alarms of one name overwrite each other, write another one.",
    ])
  }
}

variable "notify" {
  description = <<-EOT
    ARNs to notify, usually of one SNS topic each, by severity: `page` reaches the engineer on call, `ticket` waits
    for working hours, `note` is for the record. Each topic lets CloudWatch in, as its `publishers` say.
  EOT
  type = object({
    note   = optional(list(string), [])
    page   = optional(list(string), [])
    ticket = optional(list(string), [])
  })
  nullable = false

  validation {
    condition = alltrue([
      for actions in var.notify : length(actions) <= 5
      && alltrue([
        for action in actions : can(regex("^arn:[^:]+:(lambda|sns|ssm|ssm-incidents):[^:]*:[^:]*:.+$", action))
      ])
    ])
    error_message = join(" ", [
      "notify is ${jsonencode(var.notify)}: write up to 5 ARNs of topics or functions for each severity. Composite",
      "alarms do",
      "nothing else.",
    ])
  }

  validation {
    condition = alltrue([
      for severity in concat(
        [for each in var.composites : each.severity],
        [for each in var.anomalies : each.severity],
        flatten([for each in var.objectives : [each.fast.severity, each.slow.severity]]),
      ) : try(length(var.notify[severity]) > 0, true)
    ])
    error_message = join(" ", [
      "notify has nobody for",
      join(", ", [for severity, actions in var.notify : severity if length(actions) == 0]),
      "and alarms of such a severity would go off unheard: write ARNs for each severity that composites, anomalies and",
      "objectives have.",
    ])
  }
}

variable "objectives" {
  description = <<-EOT
    Objectives of service level, by a name of your choice: `percent` of all calls within `period_days` are good.
    `total` is the metric of all calls, and either `good` or `bad` the one of those: of latencies, the statistic
    `TC(300:)` counts the slow ones and `SampleCount` all. Windows with no more than `ignored_calls` never alarm.
    Two alarms notify: `fast` when `budget_percent` of what may fail in the whole period failed within
    `window_seconds`, `slow` the same of a longer window; both end when a twelfth of the window is good again.
  EOT
  type = map(object({
    percent = number
    total = object({
      namespace  = string
      name       = string
      dimensions = optional(map(string), {})
      statistic  = optional(string, "Sum")
    })
    bad = optional(object({
      namespace  = string
      name       = string
      dimensions = optional(map(string), {})
      statistic  = optional(string, "Sum")
    }))
    good = optional(object({
      namespace  = string
      name       = string
      dimensions = optional(map(string), {})
      statistic  = optional(string, "Sum")
    }))
    fast = optional(
      object({ budget_percent = number, severity = string, window_seconds = number }),
      { budget_percent = 2, severity = "page", window_seconds = 3600 },
    )
    slow = optional(
      object({ budget_percent = number, severity = string, window_seconds = number }),
      { budget_percent = 5, severity = "ticket", window_seconds = 21600 },
    )
    ignored_calls = optional(number, 0)
    period_days   = optional(number, 30)
    suppressed    = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for key in keys(var.objectives) : can(regex("^[a-zA-Z0-9_.-]{1,64}$", key))])
    error_message = join(" ", [
      "objectives holds ${jsonencode(keys(var.objectives))}: write names of 1 to 64 letters, digits, \"_\", \".\"",
      "or \"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for objective in var.objectives :
      objective.percent > 0 && objective.percent < 100 && objective.ignored_calls >= 0
      && objective.period_days >= 1 && objective.period_days <= 366
    ])
    error_message = join(" ", [
      "objectives holds",
      "${jsonencode([for each in var.objectives : [each.percent, each.period_days, each.ignored_calls]])}:",
      "write a percent above 0 and less than 100, such as 99.9, period_days of 1 to 366 and ignored_calls of 0 or",
      "more.",
    ])
  }

  validation {
    condition     = alltrue([for objective in var.objectives : (objective.bad == null) != (objective.good == null)])
    error_message = "objectives holds ${jsonencode(keys(var.objectives))}: write exactly one of good and bad in each."
  }

  validation {
    condition = alltrue(flatten([
      for objective in var.objectives : [
        for metric in [objective.total, objective.bad, objective.good] : metric == null ? true : (
          can(regex("^[^:]{1,255}$", metric.namespace)) && can(regex("^.{1,255}$", metric.name))
          && length(metric.dimensions) <= 30
          && can(regex(local.statistic, metric.statistic))
        )
      ]
    ]))
    error_message = join(" ", [
      "objectives counts ${jsonencode([for each in var.objectives : [each.total, each.bad, each.good]])}: write",
      "namespaces",
      "without \":\", names, up to 30 dimensions and statistics such as \"Sum\", \"SampleCount\" or \"TC(300:)\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for objective in var.objectives : [
        for burn in [objective.fast, objective.slow] :
        contains(["note", "page", "ticket"], burn.severity)
        && burn.window_seconds >= 720 && burn.window_seconds <= 86400 && burn.window_seconds % 720 == 0
      ]
    ]))
    error_message = join(" ", [
      "objectives holds the windows ${jsonencode([for each in var.objectives : [each.fast, each.slow]])}: write",
      "severities",
      "\"page\", \"ticket\" or \"note\", and window_seconds that are multiples of 720, of which a twelfth is whole",
      "minutes,",
      "up to 86400.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for objective in var.objectives : [
        for burn in [objective.fast, objective.slow] :
        burn.budget_percent > 0
        && (100 - objective.percent) * burn.budget_percent * objective.period_days * 864 < 100 * burn.window_seconds
      ]
    ]))
    error_message = join(" ", [
      "objectives holds the percents ${jsonencode([for each in var.objectives : each.percent])} with the windows",
      "${jsonencode([for each in var.objectives : [each.fast, each.slow]])}: even if all calls fail, some window",
      "cannot use up",
      "its budget_percent, write a smaller budget_percent above 0 or a longer window, for which less than",
      "100 percent are enough.",
    ])
  }
}

variable "suppression" {
  description = <<-EOT
    What keeps the alarms from notifying while a deployment or a maintenance runs: a metric that `grants.suppress` lets
    write, or an `alarm` of your own. For `wait_seconds` after it is raised, an alarm waits for the
    suppression to begin; for `extension_seconds` after the suppression ended it goes on being silent.
    null suppresses nothing.
  EOT
  type = object({
    alarm             = optional(object({ arn = string }))
    extension_seconds = optional(number, 120)
    wait_seconds      = optional(number, 60)
  })
  default = {}

  validation {
    condition = can(regex("^arn:[^:]+:cloudwatch:[^:]+:[0-9]{12}:alarm:.{1,255}$", var.suppression.alarm.arn)) || (
      try(var.suppression.alarm, null) == null
    )
    error_message = join(" ", [
      "suppression.alarm is ${try(jsonencode(var.suppression.alarm), "null")}: write { arn = … } of an alarm, such",
      "as",
      "module.upstream.alarms[\"down\"].",
    ])
  }

  validation {
    condition = var.suppression == null ? true : alltrue([
      for seconds in [var.suppression.extension_seconds, var.suppression.wait_seconds] :
      seconds >= 0 && seconds <= 86400 && floor(seconds) == seconds
    ])
    error_message = join(" ", [
      "suppression is ${jsonencode(var.suppression)}: write whole seconds of 0 to 86400 for extension_seconds and",
      "wait_seconds.",
    ])
  }
}
