variable "name" {
  description = <<-EOT
    Name of the group and of its launch template.
    The name of its role begins with it.
    Cannot be changed later: a change replaces the group.
  EOT
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,36}[a-zA-Z0-9])?$", var.name))
    error_message = "name is \"${var.name}\": write 1 to 38 letters, digits or \"-\", for example \"shop-prod-search\"."
  }
}

variable "tags" {
  description = <<-EOT
    Tags of the group, its instances, their volumes and all else.
    The provider's `default_tags` reach instances and volumes too.
  EOT
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
    ARNs to notify when instances are missing or near their limits, or requests through `listener` fail or are
    slow, usually one SNS topic.
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

variable "alarm_cpu_percent" {
  description = <<-EOT
    Percentage of their CPU that instances may use on average for five minutes before the alarm is raised.
    Above what `scaling` aims at.
  EOT
  type        = number
  default     = 85
  nullable    = false

  validation {
    condition     = var.alarm_cpu_percent > 0 && var.alarm_cpu_percent <= 100
    error_message = "alarm_cpu_percent is ${var.alarm_cpu_percent}: write a percentage, more than 0 and at most 100."
  }
}

variable "architecture" {
  description = <<-EOT
    `arm64`, which costs a fifth less, or `x86_64` for programs built only for it.
    `instance_types` are of it.
  EOT
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is \"${var.architecture}\": write \"arm64\" or \"x86_64\"."
  }
}

variable "clients" {
  description = <<-EOT
    Who may connect to `port`, besides `listener`, by a name of your choice: other services as whole modules.
  EOT
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.clients) == 0 || var.port != null
    error_message = "clients are ${join(", ", keys(var.clients))}, and there is no port to connect to: write port too."
  }
}

variable "grants" {
  description = <<-EOT
    What the code on the instances may do: grants of other modules, for example `[module.users.grants.read_write,
    module.events.grants.publish]`.
  EOT
  type = list(
    list(
      object({
        actions    = list(string)
        resources  = list(string)
        conditions = list(object({ test = string, variable = string, values = list(string) }))
      })
    )
  )
  default  = []
  nullable = false
}

variable "health_check" {
  description = <<-EOT
    How `listener` checks that an instance can answer, as in `network/alb-service`: by a GET of `path`, answered with
    one of `codes`.
  EOT
  type = object({
    path             = optional(string)
    codes            = optional(string)
    healthy_after    = optional(number, 2)
    interval_seconds = optional(number, 10)
    port             = optional(number)
    timeout_seconds  = optional(number, 5)
    unhealthy_after  = optional(number, 3)
  })
  default  = {}
  nullable = false
}

variable "hooks" {
  description = <<-EOT
    What waits before an instance takes up its work (`launch`) or ends (`terminate`), by a name of your choice.
    EventBridge gets an event for each wait; it ends when a holder of `grants.complete_lifecycle` completes it, or after
    `timeout_seconds`, when the instance does what `otherwise` says: `continue`, or `abandon`, which ends one that
    has not started.
  EOT
  type = map(
    object({ at = string, otherwise = optional(string, "abandon"), timeout_seconds = optional(number, 300) })
  )
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for hook in var.hooks :
      contains(["launch", "terminate"], hook.at) && contains(["abandon", "continue"], hook.otherwise)
    ])
    error_message = join(" ", [
      "hooks are ${jsonencode([for hook in var.hooks : [hook.at, hook.otherwise]])}: write at = \"launch\" or",
      "\"terminate\", and otherwise = \"abandon\" or \"continue\".",
    ])
  }

  validation {
    condition = alltrue([for hook in var.hooks : hook.timeout_seconds >= 30 && hook.timeout_seconds <= 7200])
    error_message = join(" ", [
      "hooks wait for ${jsonencode([for hook in var.hooks : hook.timeout_seconds])}: write timeout_seconds of",
      "30 to 7200.",
    ])
  }
}

variable "image" {
  description = <<-EOT
    Image of the instances: `ami-…`, or `resolve:ssm:` and the name of a parameter that holds one, which is read
    at each start. null is the newest Amazon Linux 2023.
  EOT
  type        = string
  default     = null

  validation {
    condition = var.image == null ? true : can(regex("^(ami-[0-9a-f]{8,17}|resolve:ssm:.+)$", var.image))
    error_message = join(" ", [
      "image is \"${coalesce(var.image, "null")}\": write \"ami-…\", or \"resolve:ssm:\" and a parameter's",
      "name, for example \"resolve:ssm:/golden/image\".",
    ])
  }
}

variable "instance_types" {
  description = <<-EOT
    Types of the instances, the one you like best first: on demand, a further one is taken where those before it
    are not to be had; Spot takes whichever is likely to stay.
    Several of one size make Spot steady.
  EOT
  type        = list(string)
  default     = ["m7g.large"]
  nullable    = false

  validation {
    condition = (
      length(var.instance_types) > 0 &&
      alltrue([for type in var.instance_types : can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", type))])
    )
    error_message = join(" ", [
      "instance_types is ${jsonencode(var.instance_types)}: write at least one type, for example",
      "[\"m7g.large\", \"m6g.large\"].",
    ])
  }

  validation {
    condition = var.requirements != null || alltrue([
      for type in var.instance_types :
      var.architecture == (can(regex("^(a1|[a-z]+[0-9]+g[a-z]*|g5g)\\.", type)) ? "arm64" : "x86_64")
    ])
    error_message = join(" ", [
      "instance_types is ${jsonencode(var.instance_types)} and architecture ${var.architecture}:",
      "write types of Graviton (such as \"m7g.large\") for arm64, others for x86_64.",
    ])
  }
}

variable "instances" {
  description = "Bounds of the number of instances. Equal ones keep it fixed. Two or more stand in two zones."
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 10 }
  nullable    = false

  validation {
    condition     = var.instances.min >= 0 && var.instances.min <= var.instances.max
    error_message = "instances is ${var.instances.min} to ${var.instances.max}: write min from 0 to max."
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the volumes, from `operations/kms-key`: Auto Scaling gets a grant of it. null encrypts with
    the account's key for EBS.
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

variable "lifetime_days" {
  description = "Days after which an instance is replaced by a new one with today's image. null lets them grow old."
  type        = number
  default     = null

  validation {
    condition     = var.lifetime_days == null ? true : var.lifetime_days >= 1 && var.lifetime_days <= 365
    error_message = "lifetime_days is ${coalesce(var.lifetime_days, 0)}: write 1 to 365, or leave it out."
  }
}

variable "listener" {
  description = <<-EOT
    Load balancer behind which the service listens, by `routes`: `network/alb` as a whole.
    Its health checks decide too which instances are replaced.
  EOT
  type = object({
    arn_suffix        = string
    dns_name          = string
    listener_arn      = string
    network_id        = string
    security_group_id = string
    port              = optional(number, 443)
  })
  default = null

  validation {
    condition = var.listener == null || var.port != null
    error_message = join(" ", [
      "listener is set without port: write the port that the instances listen on, for",
      "example port = 8080.",
    ])
  }
}

variable "metadata_hops" {
  description = <<-EOT
    How many hops away from an instance its metadata, and so its role, can be read: 1 is the instance alone, 2 its
    containers too.
  EOT
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 2], var.metadata_hops)
    error_message = "metadata_hops is ${var.metadata_hops}: write 1, or 2 for containers that use the instance's role."
  }
}

variable "network" {
  description = "Where instances run, in the private subnets of all zones: `network/vpc` as a whole."
  type        = object({ id = string, private_subnet_ids = map(string) })
  nullable    = false
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the role may ever do. null sets no bounds."
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

variable "placement" {
  description = <<-EOT
    How instances stand to each other: `spread`, each on hardware of its own; `partition`, in that many groups
    (`partitions`) that share none; `cluster`, close together in one of the `zones`, for the fastest network. null
    leaves it to AWS.
    Cannot be changed later without new instances.
  EOT
  type        = object({ strategy = string, partitions = optional(number, 3) })
  default     = null

  validation {
    condition = (
      var.placement == null ? true :
      contains(["cluster", "partition", "spread"], var.placement.strategy) &&
      var.placement.partitions >= 1 &&
      var.placement.partitions <= 7
    )
    error_message = join(" ", [
      "placement is ${jsonencode(var.placement)}: write the strategy \"spread\", \"partition\" or \"cluster\",",
      "and 1 to 7 partitions.",
    ])
  }

  validation {
    condition = try(var.placement.strategy, "") != "cluster" || length(local.subnets) == 1
    error_message = join(" ", [
      "placement is \"cluster\" over the zones ${join(", ", keys(local.subnets))}: a cluster is in one,",
      "write zones = [\"${keys(local.subnets)[0]}\"].",
    ])
  }

  validation {
    condition     = try(var.placement.partitions == floor(var.placement.partitions), true)
    error_message = "placement is ${jsonencode(var.placement)}: write a whole number of partitions."
  }
}

variable "policies" {
  description = <<-EOT
    Policies of AWS or of yours that the instances' role has besides its `grants`, by their ARNs, by a name of your
    choice.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for arn in var.policies : can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", arn))
    ])
    error_message = "policies is ${jsonencode(var.policies)}: write ARNs of policies, arn:aws:iam::…:policy/…."
  }
}

variable "port" {
  description = "Port that the instances listen on. null for workers, which take no requests."
  type        = number
  default     = null

  validation {
    condition     = var.port == null ? true : var.port >= 1 && var.port <= 65535
    error_message = "port is ${coalesce(var.port, 0)}: write 1 to 65535, or leave it out for a worker."
  }
}

variable "refresh" {
  description = <<-EOT
    How instances are replaced when their image, type, user data or other settings change: at no time fewer than
    `min_healthy_percent` or more than `max_healthy_percent` of them are there; 100 and more starts new ones
    first.
    It pauses for `checkpoint_seconds` when each of the `checkpoint_percents` is replaced, the last of which is
    100.
  EOT
  type = object({
    checkpoint_percents = optional(list(number), [])
    checkpoint_seconds  = optional(number, 600)
    max_healthy_percent = optional(number, 110)
    min_healthy_percent = optional(number, 100)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      length(var.refresh.checkpoint_percents) == 0 ||
      try(
        var.refresh.checkpoint_percents[length(var.refresh.checkpoint_percents) - 1] == 100 &&
        min(var.refresh.checkpoint_percents...) >= 1,
        false
      )
    )
    error_message = join(" ", [
      "refresh.checkpoint_percents is ${jsonencode(var.refresh.checkpoint_percents)}: write percentages that",
      "end with 100, for example [20, 100].",
    ])
  }

  # https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
  validation {
    condition = (
      var.refresh.min_healthy_percent >= 0 &&
      var.refresh.min_healthy_percent <= 100 &&
      var.refresh.max_healthy_percent >= 100 &&
      var.refresh.max_healthy_percent <= 200 &&
      var.refresh.max_healthy_percent - var.refresh.min_healthy_percent <= 100
    )
    error_message = join(" ", [
      "refresh.min_healthy_percent is ${var.refresh.min_healthy_percent} and max_healthy_percent",
      "${var.refresh.max_healthy_percent}: write 0 to 100 and 100 to 200, no more than 100 apart.",
    ])
  }

  validation {
    condition     = var.refresh.checkpoint_seconds >= 0 && var.refresh.checkpoint_seconds <= 172800
    error_message = "refresh.checkpoint_seconds is ${var.refresh.checkpoint_seconds}: write 0 to 172800 seconds."
  }
}

variable "requirements" {
  description = <<-EOT
    What an instance must have, instead of `instance_types`: numbers of processors (`cpus`) and memory, and with
    `allowed` types of these names only (`*` is a wildcard).
    Every current type of `architecture` that has it is taken, now and later.
    `burstable` ones (t4g) only if said so.
  EOT
  type = object({
    cpus      = object({ min = number, max = optional(number) })
    memory_mb = object({ min = number, max = optional(number) })
    allowed   = optional(list(string), [])
    burstable = optional(bool, false)
  })
  default = null

  validation {
    condition = (
      var.requirements == null ? true :
      alltrue([
        for bounds in [var.requirements.cpus, var.requirements.memory_mb] :
        bounds.min >= 1 && (bounds.max == null ? true : bounds.max >= bounds.min)
      ])
    )
    error_message = join(" ", [
      "requirements has cpus ${jsonencode(try(var.requirements.cpus, null))} and memory_mb",
      "${jsonencode(try(var.requirements.memory_mb, null))}: write min of 1 or more and max not below it.",
    ])
  }
}

variable "root_device" {
  description = "Device of the image's root volume."
  type        = string
  default     = "/dev/xvda"
  nullable    = false

  validation {
    condition = startswith(var.root_device, "/dev/")
    error_message = join(" ", [
      "root_device is \"${var.root_device}\": write what DescribeImages says, for example \"/dev/xvda\" or",
      "\"/dev/sda1\".",
    ])
  }
}

variable "routes" {
  description = <<-EOT
    Which requests of `listener` the service takes, as in `network/alb-service`: by `hosts`, `paths`, `methods`,
    `headers`, `queries` and `sources`, the lowest `priority` first, shared with `others` by `weight`.
  EOT
  type = map(object({
    priority = number
    headers  = optional(map(list(string)), {})
    hosts    = optional(list(string), [])
    login = optional(object({
      client_id     = string
      domain        = string
      user_pool_arn = string
      redirect      = optional(bool, true)
    }))
    methods = optional(list(string), [])
    others  = optional(map(object({ service = object({ target_group_arn = string }), weight = number })), {})
    paths   = optional(list(string), [])
    queries = optional(map(list(string)), {})
    sources = optional(list(string), [])
    weight  = optional(number, 100)
  }))
  default  = {}
  nullable = false

  validation {
    condition = (length(var.routes) > 0) == (var.listener != null)
    error_message = join(" ", [
      "routes and listener go together, and routes holds ${length(var.routes)}: write both, for example routes",
      "= { all = { priority = 100, paths = [\"/users*\"] } }, or leave out both.",
    ])
  }
}

variable "scaling" {
  description = <<-EOT
    What moves the number of instances between the bounds of `instances`: it grows when one, and shrinks when all
    of these are beyond or below their targets: average `cpu_percent`, `requests_per_instance` and minute through
    `listener`; what is not written does not move it.
    `predictive` adds instances `ahead_seconds` before the load of the hour, as the last two weeks had it,
    arrives, or only forecasts until it `acts`.
    `schedules` set the number itself at a time (`0 7 * * 1-5`, in `timezone`), from where the others go on: 0 at
    night, with 0 as the lower bound.
  EOT
  type = object({
    cpu_percent           = optional(number)
    predictive            = optional(object({ acts = optional(bool, true), ahead_seconds = optional(number, 300) }))
    requests_per_instance = optional(number)
    schedules = optional(
      map(object({ schedule = string, instances = number, timezone = optional(string, "UTC") })),
      {}
    )
  })
  default  = { cpu_percent = 60 }
  nullable = false

  validation {
    condition = var.scaling.cpu_percent == null ? true : var.scaling.cpu_percent > 0 && var.scaling.cpu_percent <= 100
    error_message = join(" ", [
      "scaling.cpu_percent is ${coalesce(var.scaling.cpu_percent, 0)}: write more than 0 and at most 100, or",
      "leave it out.",
    ])
  }

  validation {
    condition     = var.scaling.predictive == null || var.scaling.cpu_percent != null
    error_message = "scaling.predictive is set without cpu_percent, which it forecasts: write cpu_percent too."
  }

  validation {
    condition = (
      var.scaling.predictive == null ? true :
      var.scaling.predictive.ahead_seconds >= 0 && var.scaling.predictive.ahead_seconds <= 3600
    )
    error_message = join(" ", [
      "scaling.predictive.ahead_seconds is ${try(var.scaling.predictive.ahead_seconds, 0)}: write 0 to 3600",
      "seconds.",
    ])
  }

  validation {
    condition = var.scaling.requests_per_instance == null || var.listener != null
    error_message = join(" ", [
      "scaling.requests_per_instance is ${jsonencode(var.scaling.requests_per_instance)}, and no load balancer",
      "counts requests: write listener too.",
    ])
  }

  validation {
    condition = alltrue([for schedule in var.scaling.schedules : length(split(" ", schedule.schedule)) == 5])
    error_message = join(" ", [
      "scaling.schedules holds ${jsonencode([for schedule in var.scaling.schedules : schedule.schedule])}:",
      "write minute, hour, day, month and weekday, for example \"0 7 * * 1-5\".",
    ])
  }

  validation {
    condition = alltrue([
      for schedule in var.scaling.schedules :
      schedule.instances >= var.instances.min && schedule.instances <= var.instances.max
    ])
    error_message = join(" ", [
      "scaling.schedules sets ${join(", ", [for schedule in var.scaling.schedules : schedule.instances])}",
      "instances: write numbers within instances, ${var.instances.min} to ${var.instances.max}.",
    ])
  }
}

variable "scaling_metrics" {
  description = <<-EOT
    Metrics of your own that move the number of instances besides `scaling`, by a name of your choice: it is kept so
    that the
    metric's average (or `statistic`) is near `target`. A metric must fall when instances are added, such as messages or
    sessions for each instance.
  EOT
  type = map(object({
    metric     = string
    namespace  = string
    target     = number
    dimensions = optional(map(string), {})
    statistic  = optional(string, "Average")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for each in var.scaling_metrics :
      contains(["Average", "Maximum", "Minimum", "SampleCount", "Sum"], each.statistic) && each.target > 0
    ])
    error_message = join(" ", [
      "scaling_metrics is ${jsonencode(var.scaling_metrics)}: write a target above 0, and as statistic \"Average\",",
      "\"Maximum\", \"Minimum\", \"SampleCount\" or \"Sum\".",
    ])
  }
}

variable "security_group_ids" {
  description = "Further security groups of the instances, for databases and the like that let in only their own."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.security_group_ids) <= 4
    error_message = join(" ", [
      "There are ${length(var.security_group_ids)} security_group_ids: an instance has five with its own, write",
      "4 or fewer.",
    ])
  }
}

variable "spot" {
  description = <<-EOT
    The `percent` of the instances beyond the first `on_demand_base` that are Spot, which cost less and are ended
    at two minutes' notice; others are started as soon as AWS sees that coming.
    `allocation` says which types Spot takes: `price-capacity-optimized`, `capacity-optimized`, or in the order of
    `instance_types` where it can, `capacity-optimized-prioritized`.
  EOT
  type = object({
    percent        = optional(number, 0)
    on_demand_base = optional(number, 0)
    allocation     = optional(string, "price-capacity-optimized")
  })
  default  = {}
  nullable = false

  validation {
    condition = var.spot.percent >= 0 && var.spot.percent <= 100 && var.spot.on_demand_base >= 0
    error_message = join(" ", [
      "spot.percent is ${var.spot.percent} and on_demand_base ${var.spot.on_demand_base}: write 0 to 100, and 0",
      "or more.",
    ])
  }

  validation {
    condition = contains(
      ["capacity-optimized", "capacity-optimized-prioritized", "price-capacity-optimized"],
      var.spot.allocation
    )
    error_message = join(" ", [
      "spot.allocation is \"${var.spot.allocation}\": write \"price-capacity-optimized\",",
      "\"capacity-optimized\" or \"capacity-optimized-prioritized\".",
    ])
  }

  validation {
    condition = var.spot.allocation != "capacity-optimized-prioritized" || var.requirements == null
    error_message = join(" ", [
      "spot.allocation is \"capacity-optimized-prioritized\" with requirements, which have no order: write",
      "\"price-capacity-optimized\" or \"capacity-optimized\".",
    ])
  }
}

variable "start_seconds" {
  description = "Seconds after its start within which an instance may fail its health checks."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.start_seconds >= 0 && var.start_seconds <= 7200
    error_message = "start_seconds is ${var.start_seconds}: write 0 to 7200 seconds."
  }
}

variable "stop_alarms" {
  description = "Names of alarms that, raised during a refresh, stop it, besides instances that do not become healthy."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "stop_seconds" {
  description = "Seconds that an instance has, once taken from `listener`, to answer the requests it took."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.stop_seconds >= 0 && var.stop_seconds <= 3600
    error_message = "stop_seconds is ${var.stop_seconds}: write 0 to 3600 seconds."
  }
}

variable "storage_gb" {
  description = "Size of an instance's root volume in GiB, no less than the image's."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.storage_gb >= 1 && var.storage_gb <= 16384
    error_message = "storage_gb is ${var.storage_gb}: write 1 to 16384."
  }
}

variable "termination_policies" {
  description = <<-EOT
    Which instances end first when there are too many, after the zones are even: the first of these that distinguishes
    them apart decides.
  EOT
  type        = list(string)
  default     = ["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"]
  nullable    = false

  validation {
    condition = (
      length(var.termination_policies) > 0 &&
      length(
        setsubtract(
          var.termination_policies,
          [
            "AllocationStrategy",
            "ClosestToNextInstanceHour",
            "Default",
            "NewestInstance",
            "OldestInstance",
            "OldestLaunchTemplate",
          ]
        )
      ) == 0
    )
    error_message = join(" ", [
      "termination_policies is ${jsonencode(var.termination_policies)}: write one or more of",
      "\"AllocationStrategy\", \"OldestLaunchTemplate\", \"OldestInstance\", \"NewestInstance\",",
      "\"ClosestToNextInstanceHour\" and \"Default\".",
    ])
  }
}

variable "user_data" {
  description = <<-EOT
    What an instance does at its first start: a script or a document of cloud-init, as text.
    Secrets do not belong in it. null does nothing.
  EOT
  type        = string
  default     = null

  validation {
    condition = var.user_data == null ? true : length(base64encode(var.user_data)) <= 21848
    error_message = join(" ", [
      "user_data is ${length(coalesce(var.user_data, "-"))} characters long: EC2 takes 16 KiB, write a script",
      "that fetches the rest.",
    ])
  }
}

variable "volumes" {
  description = <<-EOT
    Further disks of each instance, by their device name, such as `/dev/sdf`: `gb`, `type`, `iops` and
    `throughput_mbps`,
    empty or from `snapshot_id`, encrypted like the first one, and deleted with the instance.
  EOT
  type = map(object({
    gb              = number
    iops            = optional(number)
    snapshot_id     = optional(string)
    throughput_mbps = optional(number)
    type            = optional(string, "gp3")
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html
  validation {
    condition = alltrue([
      for device, volume in var.volumes :
      can(regex("^/dev/(sd[b-z]|xvd[a-z]{1,2})$", device)) && device != var.root_device &&
      volume.gb >= 1 && volume.gb <= 65536 && floor(volume.gb) == volume.gb &&
      contains(["gp2", "gp3", "io1", "io2", "sc1", "st1"], volume.type) &&
      (contains(["io1", "io2"], volume.type) ? volume.iops != null : true) &&
      (volume.throughput_mbps == null || volume.type == "gp3")
    ])
    error_message = join(" ", [
      "volumes is ${jsonencode(var.volumes)}: write devices such as \"/dev/sdf\", other than root_device, 1 to 65536",
      "GB,",
      "a type of EBS, iops for io1 and io2, and throughput_mbps for gp3 only.",
    ])
  }
}

variable "wait" {
  description = "Whether an apply ends only when as many instances as `instances.min` are healthy."
  type        = bool
  default     = true
  nullable    = false
}

variable "warm_pool" {
  description = <<-EOT
    Instances that have started once and wait, `min` or more of them, up to `max_prepared` with those that run
    (null is `instances.max`): `Stopped` (their disks are paid), `Hibernated` or `Running`.
    With `reuse`, instances go back there instead of ending.
    For one type on demand.
  EOT
  type = object({
    min          = optional(number, 0)
    max_prepared = optional(number)
    reuse        = optional(bool, false)
    state        = optional(string, "Stopped")
  })
  default = null

  validation {
    condition = (
      var.warm_pool == null ? true :
      contains(["Hibernated", "Running", "Stopped"], var.warm_pool.state) && var.warm_pool.min >= 0
    )
    error_message = join(" ", [
      "warm_pool is ${jsonencode(var.warm_pool)}: write the state \"Stopped\", \"Hibernated\" or \"Running\",",
      "and min of 0 or more.",
    ])
  }

  validation {
    condition = var.warm_pool == null || !local.mixed
    error_message = join(" ", [
      "warm_pool is set for a mix of types or Spot, which keeps no instances warm: write one of instance_types,",
      "and neither requirements nor spot.",
    ])
  }
}

variable "warmup_seconds" {
  description = <<-EOT
    Seconds after its start until an instance's load counts for scaling, and a refresh goes on to the next.
  EOT
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.warmup_seconds >= 0 && var.warmup_seconds <= 3600
    error_message = "warmup_seconds is ${var.warmup_seconds}: write 0 to 3600 seconds."
  }
}

variable "zones" {
  description = "Letters of the zones in which instances run, if not in all of `network`."
  type        = list(string)
  default     = null

  validation {
    condition = (
      var.zones == null ? true :
      length(var.zones) > 0 && length(setsubtract(var.zones, keys(var.network.private_subnet_ids))) == 0
    )
    error_message = join(" ", [
      "zones is ${jsonencode(var.zones)}: write some of ${join(", ", keys(var.network.private_subnet_ids))},",
      "which network has.",
    ])
  }
}
