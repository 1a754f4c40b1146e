variable "name" {
  description = <<-EOT
    Name of the workload, of its objects, container and service account.
    The name of its role begins with it.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z]([a-z0-9-]{0,36}[a-z0-9])?$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 38 lower-case letters, digits or \"-\", beginning with a letter, for",
      "example \"users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the role and its association."
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

variable "architecture" {
  description = "`arm64`, which costs a fifth less, or `x86_64` for images built only for it and for Fargate."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is \"${var.architecture}\": write \"arm64\" or \"x86_64\"."
  }

  validation {
    condition     = !(var.capacity == "fargate" && var.architecture == "arm64")
    error_message = "architecture is \"arm64\", which Fargate does not have on EKS: write \"x86_64\"."
  }
}

variable "capacity" {
  description = <<-EOT
    Where pods run: `any` node, only `on-demand` or only `spot` nodes, or `fargate`, where a profile of the
    cluster selects them by `namespace` and `labels`.
  EOT
  type        = string
  default     = "any"
  nullable    = false

  validation {
    condition     = contains(["any", "fargate", "on-demand", "spot"], var.capacity)
    error_message = "capacity is \"${var.capacity}\": write \"any\", \"on-demand\", \"spot\" or \"fargate\"."
  }
}

variable "clients" {
  description = <<-EOT
    Who in the cluster may connect to `port`, by a name of your choice: other workloads as whole modules.
    Besides them only `ingress` may.
  EOT
  type        = map(object({ name = string, namespace = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.clients) == 0 || var.port != null
    error_message = "clients are ${join(", ", keys(var.clients))}, and there is no port to connect to: write port too."
  }
}

variable "cluster" {
  description = "Cluster that runs the workload: `compute/eks-cluster` as a whole."
  type = object({
    arn           = string
    name          = string
    oidc_provider = object({ arn = string, issuer = string })
  })
  nullable = false
}

variable "command" {
  description = <<-EOT
    Command and arguments for the image's entry point, instead of the image's own. null leaves the image's.
  EOT
  type        = list(string)
  default     = null
}

variable "cpu" {
  description = <<-EOT
    CPU units of a pod, which it has and no more; 1024 are one processor.
    On Fargate one of 256, 512, 1024, 2048, 4096, 8192 and 16384.
  EOT
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.cpu >= 16
    error_message = "cpu is ${var.cpu}: write 16 units or more, 1024 are one processor."
  }

  validation {
    condition = var.capacity != "fargate" || contains(keys(local.fargate_sizes), tostring(var.cpu))
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
      "environment holds ${join(", ", keys(var.environment))}: write names of letters, digits and \"_\", not",
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
    How Kubernetes, and the load balancer of `ingress`, check that a pod can answer: by a GET of `path`, answered
    with one of `codes` (`/health` and `200` unless you write others); for `grpc` its health service, for `tcp` a
    connection.
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

  validation {
    condition = var.health_check.path == null ? true : startswith(var.health_check.path, "/")
    error_message = join(" ", [
      "health_check.path is \"${coalesce(var.health_check.path, "null")}\": write a path, for example",
      "\"/health\".",
    ])
  }

  validation {
    condition = (
      var.health_check.timeout_seconds >= 1 && var.health_check.timeout_seconds < var.health_check.interval_seconds
    )
    error_message = join(" ", [
      "health_check.timeout_seconds is ${var.health_check.timeout_seconds} of interval_seconds",
      "${var.health_check.interval_seconds}: write at least 1, and less than the interval.",
    ])
  }

  validation {
    condition = alltrue([
      for times in [var.health_check.healthy_after, var.health_check.unhealthy_after] : times >= 2 && times <= 10
    ])
    error_message = join(" ", [
      "health_check.healthy_after is ${var.health_check.healthy_after} and unhealthy_after",
      "${var.health_check.unhealthy_after}: write 2 to 10.",
    ])
  }
}

variable "health_command" {
  description = <<-EOT
    Command run in the container every ten seconds: a container in which it fails three times is started again.
    null asks for a connection to `port` instead, where there is one.
  EOT
  type        = list(string)
  default     = null
}

variable "identity" {
  description = <<-EOT
    How a pod takes on its role: `pod-identity`, or by the cluster's issuer (`irsa`). null is `irsa` on Fargate,
    which has no Pod Identity, and else `pod-identity`.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.identity == null ? true : contains(["irsa", "pod-identity"], var.identity)
    error_message = "identity is \"${coalesce(var.identity, "null")}\": write \"pod-identity\" or \"irsa\"."
  }

  validation {
    condition     = !(var.capacity == "fargate" && var.identity == "pod-identity")
    error_message = "identity is \"pod-identity\", which Fargate does not have: write \"irsa\", or leave it out."
  }
}

variable "image" {
  description = "Image of the container, tag or digest included."
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

variable "ingress" {
  description = <<-EOT
    Load balancer that the AWS Load Balancer Controller makes for all workloads of a `group`, with a
    `certificate`, in the network only unless `internal` is false.
    `cidrs` are those of its subnets: pods let in no others.
  EOT
  type = object({
    certificate = object({ arn = string })
    cidrs       = list(string)
    group       = string
    internal    = optional(bool, true)
  })
  default = null

  validation {
    condition = var.ingress == null || var.port != null
    error_message = join(" ", [
      "ingress is set without port: write the port that the container listens on, for",
      "example port = 8080.",
    ])
  }

  validation {
    condition = (
      var.ingress == null ? true :
      length(var.ingress.cidrs) > 0 && alltrue([for cidr in var.ingress.cidrs : can(cidrhost(cidr, 0))])
    )
    error_message = join(" ", [
      "ingress.cidrs is ${jsonencode(try(var.ingress.cidrs, []))}: write the load balancer's network, for",
      "example [module.network.cidr].",
    ])
  }

  validation {
    condition = var.ingress == null || var.protocol != "tcp"
    error_message = join(" ", [
      "ingress speaks HTTP, and protocol is \"tcp\": write \"http\", \"http2\" or \"grpc\", or leave out",
      "ingress.",
    ])
  }
}

variable "kubernetes_api" {
  description = "Whether the code calls the Kubernetes API, and gets a token for it."
  type        = bool
  default     = false
  nullable    = false
}

variable "labels" {
  description = "Further labels of the pods, by which a Fargate profile selects them, for example."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for value in values(var.labels) : can(regex("^([a-zA-Z0-9]([a-zA-Z0-9_.-]{0,61}[a-zA-Z0-9])?)?$", value))
    ])
    error_message = join(" ", [
      "labels has the values ${jsonencode(values(var.labels))}: write at most 63 letters, digits, \"_\", \".\"",
      "or \"-\".",
    ])
  }
}

variable "memory_mb" {
  description = <<-EOT
    Memory of a pod in MiB, which it has and no more.
    On Fargate a size of it less the 256 MiB of Kubernetes' own parts, so that none is paid for in vain.
  EOT
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory_mb >= 16
    error_message = "memory_mb is ${var.memory_mb}: write 16 MiB or more."
  }

  validation {
    condition = (
      var.capacity != "fargate" ||
      contains(
        lookup(local.fargate_sizes, tostring(var.cpu), [var.memory_mb + local.fargate_overhead_mb]),
        var.memory_mb + local.fargate_overhead_mb
      )
    )
    error_message = join(" ", [
      "memory_mb is ${var.memory_mb}: with cpu = ${var.cpu}, Fargate leaves",
      "${join(
        ", ",
        [
          for size in lookup(local.fargate_sizes, tostring(var.cpu), []) :
          size - local.fargate_overhead_mb
        ]
      )}",
      "to a pod, write one of these.",
    ])
  }
}

variable "namespace" {
  description = "Namespace of the workload, made if it is not there."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace)) &&
      !startswith(var.namespace, "kube-") &&
      var.namespace != "default"
    )
    error_message = join(" ", [
      "namespace is \"${var.namespace}\": write 1 to 63 lower-case letters, digits or \"-\", not \"default\"",
      "and not beginning with \"kube-\", for example \"shop\".",
    ])
  }
}

variable "node_labels" {
  description = "Labels of the nodes that pods run on, all of them, as `labels` of a node group."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length(var.node_labels) == 0 || var.capacity != "fargate"
    error_message = join(" ", [
      "node_labels are ${join(", ", keys(var.node_labels))}, and Fargate has no nodes to choose: leave them",
      "out.",
    ])
  }
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

variable "port" {
  description = "Port that the container listens on. null for a worker, which takes no requests."
  type        = number
  default     = null

  validation {
    condition     = var.port == null ? true : var.port >= 1 && var.port <= 65535
    error_message = "port is ${coalesce(var.port, 0)}: write 1 to 65535, or leave it out for a worker."
  }
}

variable "protocol" {
  description = "What is spoken on `port`: `http`, `http2`, `grpc`, or `tcp` for anything else."
  type        = string
  default     = "http"
  nullable    = false

  validation {
    condition     = contains(["grpc", "http", "http2", "tcp"], var.protocol)
    error_message = "protocol is \"${var.protocol}\": write \"http\", \"http2\", \"grpc\" or \"tcp\"."
  }
}

variable "read_only_root" {
  description = "Whether the container can write only to `writable_paths`."
  type        = bool
  default     = true
  nullable    = false
}

variable "routes" {
  description = <<-EOT
    Which requests of `ingress` the workload takes: by `hosts` and `paths`, in which `*` stands for anything, the
    lowest `priority` of the load balancer's group first.
  EOT
  type = map(
    object({
      priority = number
      hosts    = optional(list(string), [])
      paths    = optional(list(string), [])
    })
  )
  default  = {}
  nullable = false

  validation {
    condition = (length(var.routes) > 0) == (var.ingress != null)
    error_message = join(" ", [
      "routes and ingress go together, and routes holds ${length(var.routes)}: write both, for example routes =",
      "{ all = { priority = 100, paths = [\"/users*\"] } }, or leave out both.",
    ])
  }

  validation {
    condition = alltrue([for route in var.routes : route.priority >= 1 && route.priority <= 1000])
    error_message = join(" ", [
      "routes has the priorities ${join(", ", [for route in var.routes : route.priority])}:",
      "write 1 to 1000.",
    ])
  }

  validation {
    condition = alltrue(flatten([for route in var.routes : [for path in route.paths : startswith(path, "/")]]))
    error_message = join(" ", [
      "routes has the paths ${join(", ", flatten([for route in var.routes : route.paths]))}: write each with a",
      "\"/\" before it, for example \"/users*\".",
    ])
  }

  validation {
    condition = alltrue([
      for name, route in var.routes :
      can(regex("^[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?$", name)) && length(route.hosts) + length(route.paths) > 0
    ])
    error_message = join(" ", [
      "routes are called ${join(", ", keys(var.routes))}: write 1 to 24 lower-case letters, digits or \"-\",",
      "and hosts or paths in each.",
    ])
  }
}

variable "scaling" {
  description = <<-EOT
    What moves the number of pods between the bounds of `tasks`: it grows when one, and shrinks when all of these
    are beyond or below their targets: average `cpu_percent` of what a pod has, and `memory_percent` where it is
    written.
    It needs the metrics server in the cluster.
  EOT
  type        = object({ cpu_percent = optional(number, 60), memory_percent = optional(number) })
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for percent in [var.scaling.cpu_percent, coalesce(var.scaling.memory_percent, 100)] :
      percent > 0 && percent <= 100
    ])
    error_message = join(" ", [
      "scaling.cpu_percent is ${var.scaling.cpu_percent} and memory_percent",
      "${jsonencode(var.scaling.memory_percent)}: write more than 0 and at most 100, or leave them out.",
    ])
  }
}

variable "secrets" {
  description = <<-EOT
    Environment variables that are read when a pod starts: each a `secret` of Secrets Manager, or `key` of one
    that is JSON, or a `parameter` of Parameter Store, and the `kms_key` it is encrypted with if it is one of
    yours.
    The pod's role gets to read just these.
    They need the Secrets Store driver with AWS's provider in the cluster.
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
    condition = length(var.secrets) == 0 || var.capacity != "fargate"
    error_message = join(" ", [
      "secrets are ${join(", ", keys(var.secrets))}, and the driver that reads them does not run on Fargate:",
      "write another capacity, or have the code read them by its grants.",
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

variable "start_seconds" {
  description = "Seconds after its start within which a container may fail its health checks."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.start_seconds >= 0 && var.start_seconds <= 300
    error_message = "start_seconds is ${var.start_seconds}: write 0 to 300 seconds."
  }
}

variable "stop_seconds" {
  description = "Seconds between SIGTERM and SIGKILL when a pod stops: the time to answer the requests it has accepted."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.stop_seconds >= 2 && var.stop_seconds <= 120
    error_message = "stop_seconds is ${var.stop_seconds}: write 2 to 120 seconds."
  }
}

variable "storage_gb" {
  description = "Disk of a pod in GiB, logs and all its writable paths together. Beyond it the pod is ended."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.storage_gb >= 1 && var.storage_gb <= 175
    error_message = "storage_gb is ${var.storage_gb}: write 1 to 175."
  }
}

variable "tasks" {
  description = "Bounds of the number of pods. Equal ones keep it fixed. Two or more stand in two zones."
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 10 }
  nullable    = false

  validation {
    condition     = var.tasks.min >= 1 && var.tasks.min <= var.tasks.max
    error_message = "tasks is ${var.tasks.min} to ${var.tasks.max}: write min from 1 to max."
  }
}

variable "tolerations" {
  description = "Taints of nodes that pods may run on all the same, as `taints` of a node group."
  type        = map(object({ value = optional(string), effect = optional(string, "no-schedule") }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for toleration in var.tolerations :
      contains(["no-execute", "no-schedule", "prefer-no-schedule"], toleration.effect)
    ])
    error_message = join(" ", [
      "tolerations has the effects ${join(", ", [for toleration in var.tolerations : toleration.effect])}:",
      "write \"no-schedule\", \"prefer-no-schedule\" or \"no-execute\".",
    ])
  }
}

variable "user" {
  description = <<-EOT
    User and group, in numbers, that the container runs as, `1000:1000`. null leaves the image's, which must be a
    number too: names, and root, are refused by Kubernetes.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.user == null ? true : can(regex("^[1-9][0-9]*(:[1-9][0-9]*)?$", var.user))
    error_message = "user is \"${coalesce(var.user, "null")}\": write numbers other than 0, for example \"1000:1000\"."
  }
}

variable "writable_paths" {
  description = "Folders of the container that can be written, empty when a pod starts. All else is read-only."
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
