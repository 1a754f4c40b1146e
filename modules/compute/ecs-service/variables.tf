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

variable "collector" {
  description = <<-EOT
    OpenTelemetry beside the code, from `operations/tracing`: a container of `image` that does as `config` says, to
    which the code sends its spans at `localhost`, port 4318. `layer_arn` and `wrapper` are for functions.
  EOT
  type = object({
    config    = optional(string)
    image     = optional(string)
    layer_arn = optional(string)
    wrapper   = optional(string, "/opt/otel-instrument")
  })
  default = null

  validation {
    condition = var.collector == null ? true : var.collector.image != null && var.collector.config != null
    error_message = join(" ", [
      "collector is ${jsonencode(var.collector)}: write an image and its config, as operations/tracing outputs them.",
    ])
  }
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

variable "daemon" {
  description = <<-EOT
    Whether one task runs on each instance of the cluster, as agents do, instead of as many as `tasks` says. For
    capacity on
    instances, without scaling.
    Cannot be changed later: a change replaces the service.
  EOT
  type        = bool
  default     = false
  nullable    = false

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
  validation {
    condition     = !var.daemon || !local.on_fargate
    error_message = "daemon is true on Fargate, which has no instances: write the capacity of instances of the cluster."
  }
}

variable "deployment_percent" {
  description = <<-EOT
    Tasks during a release, in percent of their number: at least `min` of them healthy, at most `max` in all.
    A `min` below 100 releases on what is there; a daemon's `max` is 100.
  EOT
  type = object({
    max = optional(number)
    min = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for percent in [{
        max = coalesce(var.deployment_percent.max, 200)
        min = coalesce(var.deployment_percent.min, var.daemon ? 0 : 100)
      }] :
      0 <= percent.min && percent.min <= 100 && 100 <= percent.max && percent.max <= 1000 && percent.min < percent.max
    ])
    error_message = join(" ", [
      "deployment_percent is ${jsonencode(var.deployment_percent)}: write min from 0 to 100 and max from 100 to",
      "1000, more",
      "than min.",
    ])
  }

  validation {
    condition = !var.daemon || coalesce(var.deployment_percent.max, 100) == 100
    error_message = join(" ", [
      "deployment_percent.max is ${coalesce(var.deployment_percent.max, 100)} of a daemon, of which an instance has",
      "one:",
      "write 100.",
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

variable "lattice" {
  description = <<-EOT
    Target groups of VPC Lattice in which tasks register, by a name of your choice: `target_group_arn`, and the name
    of the
    `port`, the service's own or one of `ports`.
  EOT
  type = map(object({
    target_group_arn = string
    port             = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for group in var.lattice :
      can(regex("^arn:[^:]+:vpc-lattice:[^:]+:[0-9]{12}:targetgroup/", group.target_group_arn))
    ])
    error_message = join(" ", [
      "lattice has the target groups ${jsonencode([for group in var.lattice : group.target_group_arn])}: write ARNs",
      "of target",
      "groups of VPC Lattice, arn:aws:vpc-lattice:…:targetgroup/….",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.lattice : contains(keys(local.ports), group.port == null ? var.name : group.port)
    ])
    error_message = join(" ", [
      "lattice has the ports ${jsonencode([for group in var.lattice : group.port])}, and ports are",
      "${join(", ", keys(local.ports))}: write one of these, or port.",
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
    port              = optional(number, 443)
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

variable "log_driver" {
  description = <<-EOT
    Where the main container's log goes instead of to the log group: `name` of the driver, its `options`, and
    `secrets` that
    are options too. Fargate has `awsfirelens` and `splunk`.
    `awsfirelens` takes a `router`: the container of Fluent Bit (`image`, `memory_mb`) that sends the log on as
    `options` say.
    It may call what `grants` say.
  EOT
  type = object({
    name    = string
    options = optional(map(string), {})
    secrets = optional(map(object({ arn = string })), {})
    router = optional(object({
      image     = string
      memory_mb = optional(number, 128)
    }))
  })
  default = null

  validation {
    condition = var.log_driver == null ? true : contains(
      ["awsfirelens", "fluentd", "gelf", "journald", "json-file", "splunk", "syslog"], var.log_driver.name
    )
    error_message = join(" ", [
      "log_driver.name is \"${try(var.log_driver.name, "")}\": write \"awsfirelens\", \"splunk\", or on instances",
      "\"fluentd\", \"gelf\", \"journald\", \"json-file\" or \"syslog\".",
    ])
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
  validation {
    condition = var.log_driver == null ? true : !local.on_fargate || !contains(
      ["fluentd", "gelf", "journald", "json-file", "syslog"], var.log_driver.name
    )
    error_message = join(" ", [
      "log_driver.name is \"${try(var.log_driver.name, "")}\" on Fargate, which has none: write \"awsfirelens\" or",
      "\"splunk\".",
    ])
  }

  validation {
    condition = (
      var.log_driver == null ? true :
      (var.log_driver.name == "awsfirelens") == (var.log_driver.router != null)
    )
    error_message = join(" ", [
      "log_driver.name is \"${try(var.log_driver.name, "")}\" and router",
      "${jsonencode(try(var.log_driver.router, null))}: write a router for \"awsfirelens\", and for no other.",
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

variable "ports" {
  description = <<-EOT
    Further ports of the main container by name, for `target_groups`, `lattice` and `clients`, which reach them too.
  EOT
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for name, port in var.ports :
      can(regex("^[a-z0-9][a-z0-9_-]{0,63}$", name)) && name != var.name &&
      port >= 1 && port <= 65535 && port != var.port
    ]) && length(distinct(values(var.ports))) == length(var.ports)
    error_message = join(" ", [
      "ports is ${jsonencode(var.ports)}: write names of lower-case letters, digits, \"_\" or \"-\", and other ports",
      "than",
      "port, each once, from 1 to 65535.",
    ])
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

variable "registry_credentials" {
  description = <<-EOT
    Secrets that sign in to registries other than ECR, by their host: `docker.io`, `ghcr.io`. Each a secret of Secrets
    Manager with `username` and `password` (`arn`), and the `kms_key` it is encrypted with if it is one of yours.
  EOT
  type = map(object({
    arn     = string
    kms_key = optional(object({ arn = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for host, secret in var.registry_credentials :
      can(regex("^[a-z0-9.-]+(:[0-9]+)?$", host)) && can(regex("^arn:[^:]+:secretsmanager:", secret.arn)) && (
        secret.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", secret.kms_key.arn))
      )
    ])
    error_message = join(" ", [
      "registry_credentials is ${jsonencode(var.registry_credentials)}: write hosts such as \"docker.io\", each with",
      "the ARN",
      "of a secret and of its key.",
    ])
  }
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

variable "scheduled_tasks" {
  description = <<-EOT
    Tasks that run by the clock beside the service, by name, each with another `command` in the main container:
    `schedule`
    is `cron(…)`, `rate(…)` or `at(…)`, in `timezone`. EventBridge Scheduler starts them, and tries again for a day.
    For one that runs at once, such as a migration, see the outputs `grants.run` and `run`.
  EOT
  type = map(object({
    command  = list(string)
    schedule = string
    enabled  = optional(bool, true)
    timezone = optional(string, "UTC")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name, task in var.scheduled_tasks :
      can(regex("^(cron|rate|at)\\(.+\\)$", task.schedule)) && length(task.command) > 0 &&
      can(regex("^[a-z0-9][a-z0-9-]{0,24}$", name))
    ])
    error_message = join(" ", [
      "scheduled_tasks is ${jsonencode(var.scheduled_tasks)}: write names of up to 25 lower-case letters, digits or",
      "\"-\",",
      "a command each, and \"cron(…)\", \"rate(…)\" or \"at(…)\", for example \"cron(0 3 * * ? *)\".",
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
      can(regex("^[a-zA-Z0-9_-]{1,255}$", name))
      && !contains(concat([var.name, "connect"], var.collector == null ? [] : ["collector"]), name)
    ])
    error_message = join(" ", [
      "sidecars are called ${join(", ", keys(var.sidecars))}: write letters, digits, \"_\" or \"-\", other than",
      "the service's name, \"connect\" and, with a collector, \"collector\".",
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

variable "target_groups" {
  description = <<-EOT
    Further target groups, of load balancers that exist already, in which tasks register by address, by a name of your
    choice: `arn`, and the `port`, the service's own or one of `ports`. Who checks and forwards belongs among `clients`.
  EOT
  type = map(object({
    arn  = string
    port = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for group in var.target_groups :
      can(regex("^arn:[^:]+:elasticloadbalancing:[^:]+:[0-9]{12}:targetgroup/", group.arn))
    ])
    error_message = join(" ", [
      "target_groups has ${jsonencode([for group in var.target_groups : group.arn])}: write ARNs of target groups,",
      "arn:aws:elasticloadbalancing:…:targetgroup/….",
    ])
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html
  validation {
    condition = length(var.target_groups) <= 4 && alltrue([
      for group in var.target_groups :
      contains(values(local.ports), group.port == null ? (var.port == null ? 0 : var.port) : group.port)
    ])
    error_message = join(" ", [
      "target_groups holds ${length(var.target_groups)} with the ports",
      "${jsonencode([for group in var.target_groups : group.port])}: write 4 at most, with a port of port or ports.",
    ])
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

variable "ulimits" {
  description = <<-EOT
    Limits of the main container by the operating system's name, such as `nofile`: `soft`, by default the same, and
    `hard`.
    Fargate takes `nofile` alone.
  EOT
  type = map(object({
    hard = number
    soft = optional(number)
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html
  validation {
    condition = alltrue([
      for name, limit in var.ulimits : contains([
        "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio",
        "rttime", "sigpending", "stack"
      ], name) && limit.hard >= 0 && coalesce(limit.soft, 0) <= limit.hard
    ]) && (!local.on_fargate || length(setsubtract(keys(var.ulimits), ["nofile"])) == 0)
    error_message = join(" ", [
      "ulimits is ${jsonencode(var.ulimits)}: write limits by their names, \"nofile\" alone on Fargate, with soft",
      "not above",
      "hard, 0 or more.",
    ])
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

variable "volumes" {
  description = <<-EOT
    Volumes of the main container that are not gone with the task (EFS), or larger and faster than its disk (EBS), by
    name,
    at `path`, written unless `read_only`.
    `efs`: the `file_system_id` of one that lets the tasks in, mounted over TLS with the task's role, as whose
    `access_point_id` says, or from the folder `root`.
    `ebs`: a disk of each task's own, of `gb`, `type`, `iops` and `throughput_mbps`, empty or from `snapshot_id`,
    encrypted
    with `kms_key`, and deleted with the task. A task has one.
  EOT
  type = map(object({
    path      = string
    read_only = optional(bool, false)
    ebs = optional(object({
      gb              = number
      iops            = optional(number)
      kms_key         = optional(object({ arn = string }))
      snapshot_id     = optional(string)
      throughput_mbps = optional(number)
      type            = optional(string, "gp3")
    }))
    efs = optional(object({
      file_system_id  = string
      access_point_id = optional(string)
      root            = optional(string)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name, volume in var.volumes :
      (volume.ebs == null) != (volume.efs == null) && startswith(volume.path, "/") &&
      can(regex("^[a-zA-Z0-9_-]{1,64}$", name)) && !startswith(name, "${var.name}-")
    ])
    error_message = join(" ", [
      "volumes is ${jsonencode(var.volumes)}: write either efs or ebs for each, an absolute path, and names of",
      "letters,",
      "digits, \"_\" or \"-\" that do not begin with the service's.",
    ])
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html#ebs-volume-considerations
  validation {
    condition = length([for volume in var.volumes : volume if volume.ebs != null]) <= 1 && alltrue([
      for volume in var.volumes :
      volume.ebs == null ? true : (
        volume.ebs.gb >= 1 && volume.ebs.gb <= 16384 && floor(volume.ebs.gb) == volume.ebs.gb &&
        contains(["gp2", "gp3", "io1", "io2", "sc1", "st1"], volume.ebs.type) &&
        (contains(["io1", "io2"], volume.ebs.type) ? volume.ebs.iops != null : true) &&
        (volume.ebs.throughput_mbps == null || volume.ebs.type == "gp3") && (
          volume.ebs.kms_key == null ||
          can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", volume.ebs.kms_key.arn))
        )
      )
    ])
    error_message = join(" ", [
      "volumes has the disks ${jsonencode([for volume in var.volumes : volume.ebs if volume.ebs != null])}: write",
      "one, of 1 to",
      "16384 GB, of a type of EBS, with iops for io1 and io2, and throughput_mbps for gp3 only.",
    ])
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html
  validation {
    condition = alltrue([
      for volume in var.volumes :
      volume.efs == null ? true : (
        can(regex("^fs-[0-9a-f]{8,40}$", volume.efs.file_system_id)) &&
        (volume.efs.access_point_id == null ? true : (
          can(regex("^fsap-[0-9a-f]{8,40}$", volume.efs.access_point_id)) && volume.efs.root == null
        ))
      )
    ])
    error_message = join(" ", [
      "volumes has the file systems ${jsonencode([for volume in var.volumes : volume.efs if volume.efs != null])}:",
      "write ids",
      "fs-… and fsap-…, and root only without an access point.",
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
