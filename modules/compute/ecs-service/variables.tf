variable "name" {
  description = <<-EOT
    Name of the service, of its main container and of the family of its task definition.
    The names of its roles begin with it.
    Cannot be changed later: a change replaces the service.
  EOT
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,36}[a-zA-Z0-9])?$", var.name))
    error_message = "name is \"${var.name}\": write 1 to 38 letters, digits or \"-\", for example \"shop-prod-users\"."
  }
}

variable "tags" {
  description = "Tags of the service, its tasks, roles, log group and all else."
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
    ARNs to notify when tasks are missing or near their limits, or requests through `listener` fail or are slow,
    usually one SNS topic.
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
    Percentage of their CPU that tasks may use on average for five minutes before the alarm is raised.
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

variable "alarm_memory_percent" {
  description = "Percentage of their memory that tasks may use on average for five minutes before the alarm is raised."
  type        = number
  default     = 85
  nullable    = false

  validation {
    condition = var.alarm_memory_percent > 0 && var.alarm_memory_percent <= 100
    error_message = join(" ", [
      "alarm_memory_percent is ${var.alarm_memory_percent}: write a percentage, more than 0",
      "and at most 100.",
    ])
  }
}

variable "architecture" {
  description = "`arm64`, which costs a fifth less, or `x86_64` for images built only for it."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is \"${var.architecture}\": write \"arm64\" or \"x86_64\"."
  }
}

variable "capacity" {
  description = <<-EOT
    Where tasks run, by capacity provider of the cluster: the first `base` tasks, and of the rest a share by
    `weight`.
    Spot tasks cost less and are ended at two minutes' notice when AWS needs the capacity.
  EOT
  type        = map(object({ base = optional(number, 0), weight = optional(number, 1) }))
  default     = { FARGATE = {} }
  nullable    = false

  validation {
    condition = length(var.capacity) > 0 && length([for share in var.capacity : share if share.base > 0]) <= 1
    error_message = join(" ", [
      "capacity is ${jsonencode(var.capacity)}: write at least one capacity provider, and base for one of them",
      "only.",
    ])
  }

  validation {
    condition = (
      alltrue([for provider in keys(var.capacity) : startswith(provider, "FARGATE")]) ||
      !anytrue([for provider in keys(var.capacity) : startswith(provider, "FARGATE")])
    )
    error_message = join(" ", [
      "capacity mixes Fargate with instances (${join(", ", keys(var.capacity))}): ECS does not, write one or",
      "the other.",
    ])
  }
}

variable "clients" {
  description = <<-EOT
    Who may connect to `port`, besides `listener`, by a name of your choice: other services as whole modules.
    Callers through Service Connect are among them.
  EOT
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.clients) == 0 || var.port != null
    error_message = "clients are ${join(", ", keys(var.clients))}, and there is no port to connect to: write port too."
  }
}

variable "cluster" {
  description = <<-EOT
    Cluster that runs the service: `compute/ecs-cluster` as a whole.
    Cannot be changed later: a change replaces the service.
  EOT
  type = object({
    arn       = string
    name      = string
    namespace = object({ arn = string, name = string })
    grants = object({
      execute_command = list(
        object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        })
      )
    })
  })
  nullable = false
}

variable "command" {
  description = "Command and arguments instead of the image's own. null leaves the image's."
  type        = list(string)
  default     = null
}

variable "connect" {
  description = <<-EOT
    Service Connect: the service calls others of the cluster's namespace by name, and with a `port` is called so
    itself, as `dns_name` (its own name unless another is written) and `port`.
    A proxy beside each task spreads calls, tries failed ones again, leaves out tasks that keep failing, and ends
    calls that take longer than `request_timeout_seconds` and connections without traffic for
    `idle_timeout_seconds` (0 is never).
  EOT
  type = object({
    dns_name                = optional(string)
    idle_timeout_seconds    = optional(number, 300)
    request_timeout_seconds = optional(number, 15)
  })
  default = null

  validation {
    condition = (
      var.connect == null ? true :
      alltrue([
        for seconds in [var.connect.idle_timeout_seconds, var.connect.request_timeout_seconds] :
        seconds >= 0 && seconds <= 2147483647
      ])
    )
    error_message = join(" ", [
      "connect.idle_timeout_seconds is ${try(var.connect.idle_timeout_seconds, 0)} and request_timeout_seconds",
      "${try(var.connect.request_timeout_seconds, 0)}: write seconds, or 0 for no limit.",
    ])
  }
}

variable "cpu" {
  description = <<-EOT
    CPU units of a task, sidecars and Service Connect's proxy included; 1024 are one processor.
    On Fargate one of 256, 512, 1024, 2048, 4096, 8192 and 16384.
  EOT
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition = !local.on_fargate || contains(keys(local.fargate_sizes), tostring(var.cpu))
    error_message = join(" ", [
      "cpu is ${var.cpu}: Fargate has sizes of 256, 512, 1024, 2048, 4096, 8192 and 16384,",
      "write one of these.",
    ])
  }
}

variable "environment" {
  description = "Environment variables. Values that must stay secret belong in `secrets`."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([for name in keys(var.environment) : can(regex("^[a-zA-Z_][a-zA-Z0-9_]*$", name))])
    error_message = join(" ", [
      "environment holds ${join(", ", keys(var.environment))}: write names of letters, digits or \"_\", not",
      "beginning with a digit.",
    ])
  }

  validation {
    condition = length(setintersection(keys(var.environment), keys(var.secrets))) == 0
    error_message = join(" ", [
      "environment and secrets both hold",
      "${join(", ", setintersection(keys(var.environment), keys(var.secrets)))}: write each name in one of",
      "them.",
    ])
  }
}

variable "execute_command" {
  description = <<-EOT
    Whether containers can be entered (ECS Exec) by principals with `ecs:ExecuteCommand`.
    Sessions are logged as the cluster says.
    They need a root file system that can be written.
  EOT
  type        = bool
  default     = false
  nullable    = false

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations
  validation {
    condition = !(var.execute_command && var.read_only_root)
    error_message = join(" ", [
      "execute_command is true with a read-only root file system, on which ECS starts no session: write",
      "read_only_root = false too.",
    ])
  }
}

variable "grants" {
  description = <<-EOT
    What the code may do: grants of other modules, for example `[module.users.grants.read_write,
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
    How `listener` checks that a task can answer, as in `network/alb-service`: by a GET of `path`, answered with one
    of `codes`, and its defaults.
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

variable "health_command" {
  description = <<-EOT
    Command run in the main container every ten seconds, in a shell if it begins with `CMD-SHELL`: a task in which
    it fails three times is replaced.
    For services without `listener`, which checks by itself. null runs none.
  EOT
  type        = list(string)
  default     = null
}

variable "image" {
  description = "Image of the main container, tag or digest included. With `released_by = \"pipeline\"` only the first."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("(:[a-zA-Z0-9_][a-zA-Z0-9_.-]*|@sha256:[0-9a-f]{64})$", var.image)) && !endswith(var.image, ":latest")
    )
    error_message = join(" ", [
      "image is \"${var.image}\": write a tag that does not move or a digest behind it, for example",
      "\"${split(":", var.image)[0]}:1.4.2\", so that a rollback finds what ran before.",
    ])
  }
}

variable "listener" {
  description = "Load balancer behind which the service listens, by `routes`: `network/alb` as a whole."
  type = object({
    arn_suffix        = string
    dns_name          = string
    listener_arn      = string
    network_id        = string
    security_group_id = string
  })
  default = null

  validation {
    condition = var.listener == null || var.port != null
    error_message = join(" ", [
      "listener is set without port: write the port that the main container listens on, for example port =",
      "8080.",
    ])
  }
}

variable "log" {
  description = <<-EOT
    The service's log group: for how many days logs are kept, and the key that encrypts them, which must list
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

variable "memory_mb" {
  description = "Memory of a task in MiB. On Fargate, which sizes there are depends on `cpu`."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition = (
      !local.on_fargate || contains(lookup(local.fargate_sizes, tostring(var.cpu), [var.memory_mb]), var.memory_mb)
    )
    error_message = join(" ", [
      "memory_mb is ${var.memory_mb}: with cpu = ${var.cpu}, Fargate has",
      "${join(", ", lookup(local.fargate_sizes, tostring(var.cpu), []))}, write one of these.",
    ])
  }
}

variable "network" {
  description = "Where tasks run, in the private subnets of all zones: `network/vpc` as a whole."
  type        = object({ id = string, private_subnet_ids = map(string) })
  nullable    = false
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what both roles may ever do. null sets no bounds."
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

variable "port" {
  description = "Port that the main container listens on. null for a worker, which takes no requests."
  type        = number
  default     = null

  validation {
    condition     = var.port == null ? true : var.port >= 1 && var.port <= 65535
    error_message = "port is ${coalesce(var.port, 0)}: write 1 to 65535, or leave it out for a worker."
  }
}

variable "protocol" {
  description = <<-EOT
    What is spoken on `port`: `http`, `http2`, `grpc`, or `tcp` for anything else, without Service Connect's
    retries.
  EOT
  type        = string
  default     = "http"
  nullable    = false

  validation {
    condition     = contains(["grpc", "http", "http2", "tcp"], var.protocol)
    error_message = "protocol is \"${var.protocol}\": write \"http\", \"http2\", \"grpc\" or \"tcp\"."
  }

  validation {
    condition = var.protocol != "tcp" || var.listener == null
    error_message = join(" ", [
      "protocol is \"tcp\" behind a listener that speaks HTTP: write \"http\", \"http2\" or \"grpc\", or leave",
      "out listener.",
    ])
  }
}

variable "read_only_root" {
  description = "Whether the main container can write only to `writable_paths`. Sidecars always can only to theirs."
  type        = bool
  default     = true
  nullable    = false
}

variable "registry" {
  description = "Service of Cloud Map in which tasks register with their addresses, from `discovery/cloud-map`."
  type        = object({ arn = string })
  default     = null
}

variable "released_by" {
  description = <<-EOT
    Who releases images: `terraform`, by `image`; or a `pipeline`, which has the service run a revision of its own
    and writes its image to `image_parameter`.
    Terraform keeps that image, whatever else it changes.
  EOT
  type        = string
  default     = "terraform"
  nullable    = false

  validation {
    condition     = contains(["pipeline", "terraform"], var.released_by)
    error_message = "released_by is \"${var.released_by}\": write \"terraform\" or \"pipeline\"."
  }
}

variable "repositories" {
  description = <<-EOT
    Repositories in ECR that images come from besides those that `image` and the sidecars name, by a name of your
    choice: `compute/container-registry` as a whole. A pipeline can release images from these only.
  EOT
  type        = map(object({ arn = string }))
  default     = {}
  nullable    = false
}

variable "rollback_alarms" {
  description = "Names of alarms that, raised during a release, take it back, besides tasks that do not become healthy."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for alarm in var.rollback_alarms : length(alarm) >= 1 && length(alarm) <= 255 && !startswith(alarm, "arn:")
    ])
    error_message = join(" ", [
      "rollback_alarms is ${jsonencode(var.rollback_alarms)}: write names of alarms, of 1 to",
      "255 characters.",
    ])
  }
}

variable "routes" {
  description = <<-EOT
    Which requests of `listener` the service takes, as in `network/alb-service`: by `hosts`, `paths`, `methods`
    and `headers`, the lowest `priority` first, shared with `others` by `weight`.
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
    What moves the number of tasks between the bounds of `tasks`: it grows when one, and shrinks when all of these
    are beyond or below their targets: average `cpu_percent`, `memory_percent`, `requests_per_task` and minute
    through `listener`, `backlog`, the messages that wait in a queue for each task; what is not written does not
    move it.
    `schedules` set other bounds at a time (`cron(…)`, `rate(…)` or `at(…)`, in `timezone`) until another one
    does.
  EOT
  type = object({
    backlog           = optional(object({ queue = object({ name = string }), messages_per_task = number }))
    cpu_percent       = optional(number)
    memory_percent    = optional(number)
    requests_per_task = optional(number)
    schedules = optional(
      map(object({ schedule = string, min = number, max = number, timezone = optional(string, "UTC") })),
      {}
    )
  })
  default  = { cpu_percent = 60 }
  nullable = false

  validation {
    condition = alltrue([
      for percent in [var.scaling.cpu_percent, var.scaling.memory_percent] :
      percent == null ? true : percent > 0 && percent <= 100
    ])
    error_message = join(" ", [
      "scaling.cpu_percent is ${jsonencode(var.scaling.cpu_percent)} and memory_percent",
      "${jsonencode(var.scaling.memory_percent)}: write more than 0 and at most 100, or leave them out.",
    ])
  }

  validation {
    condition = var.scaling.requests_per_task == null || var.listener != null
    error_message = join(" ", [
      "scaling.requests_per_task is ${jsonencode(var.scaling.requests_per_task)}, and no load balancer counts",
      "requests: write listener too.",
    ])
  }

  validation {
    condition = alltrue([
      for schedule in var.scaling.schedules : can(regex("^(cron|rate|at)\\(.+\\)$", schedule.schedule))
    ])
    error_message = join(" ", [
      "scaling.schedules holds ${jsonencode([for schedule in var.scaling.schedules : schedule.schedule])}:",
      "write \"cron(…)\", \"rate(…)\" or \"at(…)\", for example \"cron(0 7 * * ? *)\".",
    ])
  }

  validation {
    condition = alltrue([for schedule in var.scaling.schedules : schedule.min >= 0 && schedule.min <= schedule.max])
    error_message = join(" ", [
      "scaling.schedules holds the bounds",
      "${jsonencode([for schedule in var.scaling.schedules : [schedule.min, schedule.max]])}: write min from 0",
      "to max.",
    ])
  }
}

variable "secrets" {
  description = <<-EOT
    Environment variables that ECS reads when a task starts: each a `secret` of Secrets Manager, or `key` of one
    that is JSON, or a `parameter` of Parameter Store, and the `kms_key` it is encrypted with if it is one of
    yours.
    The execution role gets to read just these.
  EOT
  type = map(object({
    key       = optional(string)
    kms_key   = optional(object({ arn = string }))
    parameter = optional(object({ arn = string }))
    secret    = optional(object({ arn = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for source in var.secrets : (source.secret == null) != (source.parameter == null)])
    error_message = join(" ", [
      "secrets holds one that is neither or both of secret and parameter",
      "(${join(
        ", ",
        [
          for name, source in var.secrets :
          name if(source.secret == null) == (source.parameter == null)
        ]
      )}):",
      "write exactly one of them.",
    ])
  }

  validation {
    condition = alltrue([for source in var.secrets : source.key == null || source.parameter == null])
    error_message = join(" ", [
      "secrets holds a key of a parameter",
      "(${join(", ", [for name, source in var.secrets : name if source.key != null && source.parameter != null])}):",
      "only secrets have keys, leave it out.",
    ])
  }

  validation {
    condition = alltrue([
      for secret in var.secrets :
      secret.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", secret.kms_key.arn))
    ])
    error_message = join(" ", [
      "secrets has the keys ${jsonencode([for secret in var.secrets : secret.kms_key])}: write",
      "ARNs of keys, arn:aws:kms:…:key/…, not of aliases.",
    ])
  }

  validation {
    condition = alltrue([
      for secret in var.secrets : secret.secret == null || can(regex("^arn:[^:]+:secretsmanager:", secret.secret.arn))
    ])
    error_message = join(" ", [
      "secrets has the secrets ${jsonencode([for secret in var.secrets : secret.secret])}: write",
      "ARNs of secrets, arn:aws:secretsmanager:….",
    ])
  }
}

variable "security_group_ids" {
  description = "Further security groups of the tasks, for databases and the like that let in only their own."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.security_group_ids) <= 4
    error_message = join(" ", [
      "There are ${length(var.security_group_ids)} security_group_ids: a task has five with its own, write 4 or",
      "fewer.",
    ])
  }
}

variable "sidecars" {
  description = <<-EOT
    Containers beside the main one, by name.
    The task ends when one that is `essential` does.
    With `first`, the main container starts only once it has started, or with a `health_command` is healthy.
    Their ports are reached at `localhost`.
  EOT
  type = map(object({
    image          = string
    command        = optional(list(string))
    environment    = optional(map(string), {})
    essential      = optional(bool, true)
    first          = optional(bool, false)
    health_command = optional(list(string))
    memory_mb      = optional(number)
    port           = optional(number)
    user           = optional(string)
    writable_paths = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name in keys(var.sidecars) :
      can(regex("^[a-zA-Z0-9_-]{1,255}$", name)) && !contains([var.name, "connect"], name)
    ])
    error_message = join(" ", [
      "sidecars are called ${join(", ", keys(var.sidecars))}: write letters, digits, \"_\" or \"-\", other than",
      "the service's name and \"connect\".",
    ])
  }
}

variable "start_seconds" {
  description = "Seconds after its start within which a task may fail its health checks."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.start_seconds >= 0 && var.start_seconds <= 300
    error_message = "start_seconds is ${var.start_seconds}: write 0 to 300 seconds."
  }
}

variable "stop_seconds" {
  description = <<-EOT
    Seconds between SIGTERM and SIGKILL when a task stops: the time to answer the requests it has accepted.
  EOT
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.stop_seconds >= 2 && var.stop_seconds <= 120
    error_message = "stop_seconds is ${var.stop_seconds}: ECS waits for 2 to 120 seconds, write a number between them."
  }
}

variable "storage_gb" {
  description = "Disk of a task on Fargate in GiB, all its writable paths and images together."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.storage_gb >= 20 && var.storage_gb <= 200 && floor(var.storage_gb) == var.storage_gb
    error_message = "storage_gb is ${var.storage_gb}: write 20 to 200."
  }
}

variable "tasks" {
  description = "Bounds of the number of tasks. Equal ones keep it fixed. Two or more stand in two zones."
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 10 }
  nullable    = false

  validation {
    condition     = var.tasks.min >= 0 && var.tasks.min <= var.tasks.max
    error_message = "tasks is ${var.tasks.min} to ${var.tasks.max}: write min from 0 to max."
  }
}

variable "user" {
  description = "User and group that the main container runs as, `1000:1000`. null leaves the image's."
  type        = string
  default     = null

  validation {
    condition = var.user == null || can(regex("^[^\\s:]+(:[^\\s:]+)?$", var.user))
    error_message = join(" ", [
      "user is ${jsonencode(var.user)}: write a user or an id, and a group behind \":\" where",
      "one is meant, for example \"1000:1000\".",
    ])
  }
}

variable "wait" {
  description = "Whether an apply ends only when the tasks it released are healthy and the ones before have ended."
  type        = bool
  default     = true
  nullable    = false
}

variable "writable_paths" {
  description = "Folders of the main container that can be written, empty when a task starts. All else is read-only."
  type        = list(string)
  default     = ["/tmp"]
  nullable    = false

  validation {
    condition = alltrue([for path in var.writable_paths : can(regex("^/.+", path))])
    error_message = join(" ", [
      "writable_paths holds ${jsonencode(var.writable_paths)}: write absolute paths, for",
      "example \"/tmp\".",
    ])
  }
}
