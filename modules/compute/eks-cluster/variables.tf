variable "name" {
  description = <<-EOT
    Name of the cluster.
    The names of its roles begin with it.
    Cannot be changed later: a change replaces the cluster.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 100 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the cluster, its nodes, roles, log group and all else."
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

variable "access" {
  description = <<-EOT
    Who enters the cluster, by a name of your choice: a role or user, with EKS's `policies` in the whole cluster
    or in `namespaces` only, and Kubernetes `groups` for rights of your own.
    Who made the cluster is not among them by itself.
  EOT
  type = map(object({
    principal_arn = string
    groups        = optional(list(string), [])
    policies      = optional(map(object({ namespaces = optional(list(string), []) })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue(
      flatten([
        for entry in var.access :
        [for policy in keys(entry.policies) : can(regex("^AmazonEKS[a-zA-Z]+Policy$", policy))]
      ])
    )
    error_message = join(" ", [
      "access names the policies ${join(", ", flatten([for entry in var.access : keys(entry.policies)]))}:",
      "write names of EKS's, for example \"AmazonEKSViewPolicy\", \"AmazonEKSEditPolicy\" or",
      "\"AmazonEKSClusterAdminPolicy\".",
    ])
  }

  validation {
    condition = !anytrue(
      flatten([for entry in var.access : [for group in entry.groups : startswith(group, "system:")]])
    )
    error_message = join(" ", [
      "access names the groups ${join(", ", flatten([for entry in var.access : entry.groups]))}: EKS refuses",
      "those of \"system:\", write a policy instead, for example policies = { AmazonEKSClusterAdminPolicy = {}",
      "}.",
    ])
  }
}

variable "addons" {
  description = <<-EOT
    EKS's add-ons, by their names.
    `version` is one of EKS's; without one, a new add-on is of EKS's default version and stays so, and with
    `latest` each plan takes the newest.
    `configuration` is JSON.
    `identity` says which service account has which of AWS's policies; of common add-ons it is known. null is
    coredns (where there are nodes or Fargate to run it), eks-pod-identity-agent, kube-proxy and vpc-cni, or none
    with Auto Mode, which has them built in.
  EOT
  type = map(object({
    configuration = optional(string)
    identity      = optional(object({ service_account = string, policies = list(string) }))
    version       = optional(string)
  }))
  default = null

  validation {
    condition = (
      var.addons == null ? true :
      alltrue([
        for addon in var.addons :
        addon.version == null ? true : can(regex("^(latest|v\\d+\\.\\d+\\.\\d+-eksbuild\\.\\d+)$", addon.version))
      ])
    )
    error_message = join(" ", [
      "addons has the versions ${jsonencode([for addon in coalesce(var.addons, {}) : addon.version])}: write",
      "EKS's, for example \"v1.20.4-eksbuild.1\", or \"latest\".",
    ])
  }

  validation {
    condition = (
      var.addons == null ? true :
      alltrue([for addon in var.addons : addon.configuration == null ? true : can(jsondecode(addon.configuration))])
    )
    error_message = join(" ", [
      "addons has a configuration that is no JSON",
      "(${join(
        ", ",
        [
          for name, addon in coalesce(var.addons, {}) :
          name if addon.configuration == null ? false : !can(jsondecode(addon.configuration))
        ]
      )}):",
      "write it with jsonencode().",
    ])
  }

  validation {
    condition = (
      var.addons == null || local.auto ? true :
      contains(keys(var.addons), "eks-pod-identity-agent") ||
      alltrue([
        for name, addon in var.addons : addon.identity == null && !contains(keys(local.known_identities), name)
      ])
    )
    error_message = join(" ", [
      "addons is ${join(", ", keys(coalesce(var.addons, {})))} without eks-pod-identity-agent, from which some",
      "of them have their rights: write eks-pod-identity-agent = {} too.",
    ])
  }
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when pods find no node or the Kubernetes API fails, turns requests away or fills up, usually
    one SNS topic.
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

variable "alarm_errors" {
  description = "Errors of the Kubernetes API's own (5XX) a minute, for ten minutes, beyond which the alarm is raised."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.alarm_errors >= 0
    error_message = "alarm_errors is ${var.alarm_errors}: write 0 or more."
  }
}

variable "alarm_storage_gb" {
  description = "GiB of objects, of the 8 that the control plane keeps, beyond which the alarm is raised."
  type        = number
  default     = 6
  nullable    = false

  validation {
    condition = var.alarm_storage_gb > 0 && var.alarm_storage_gb < 8
    error_message = join(" ", [
      "alarm_storage_gb is ${var.alarm_storage_gb}: the control plane keeps 8, write more than 0 and less than",
      "8.",
    ])
  }
}

variable "alarm_throttles" {
  description = <<-EOT
    Requests that the Kubernetes API turns away (429) a minute, for ten minutes, beyond which the alarm is raised.
  EOT
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.alarm_throttles >= 0
    error_message = "alarm_throttles is ${var.alarm_throttles}: write 0 or more."
  }
}

variable "auto_mode" {
  description = <<-EOT
    Auto Mode: EKS itself makes nodes of `node_pools` as pods need them, replaces them, and has load balancers,
    disks, DNS and Pod Identity built in. null leaves it out.
    To end it, write `enabled = false`: EKS needs an explicit setting.
  EOT
  type = object({
    enabled    = optional(bool, true)
    node_pools = optional(list(string), ["general-purpose", "system"])
  })
  default = null

  validation {
    condition = (
      var.auto_mode == null ? true : length(setsubtract(var.auto_mode.node_pools, ["general-purpose", "system"])) == 0
    )
    error_message = join(" ", [
      "auto_mode.node_pools is ${jsonencode(try(var.auto_mode.node_pools, []))}: write \"general-purpose\",",
      "\"system\", both or none.",
    ])
  }
}

variable "clients" {
  description = <<-EOT
    Who in the network may connect to the Kubernetes API, besides nodes and pods, by a name of your choice: whole
    modules, such as a bastion or a pipeline's runner.
  EOT
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false
}

variable "fargate_profiles" {
  description = <<-EOT
    Which pods run on Fargate, without nodes, by a name of your choice: those in `namespaces` that have all of
    `labels`.
    Cannot be changed later: a change replaces the profile and ends its pods.
  EOT
  type        = map(object({ namespaces = list(string), labels = optional(map(string), {}) }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for profile in var.fargate_profiles :
      length(profile.namespaces) >= 1 && length(profile.namespaces) <= 5 && length(profile.labels) <= 5
    ])
    error_message = join(" ", [
      "fargate_profiles has",
      "${jsonencode([for profile in var.fargate_profiles : [length(profile.namespaces), length(profile.labels)]])}",
      "namespaces and labels: write 1 to 5 namespaces and at most 5 labels each.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts Secrets in the control plane once more, from `operations/kms-key`. null leaves EKS's own
    key, which encrypts all objects.
    Can be added later, but not changed: a change replaces the cluster.
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

variable "kubernetes_version" {
  description = <<-EOT
    Version of Kubernetes.
    The next one at a time, and never back: control plane first, then nodes, one by one.
  EOT
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^1\\.(2[3-9]|[3-9][0-9])$", var.kubernetes_version))
    error_message = "kubernetes_version is \"${var.kubernetes_version}\": write major and minor, for example \"1.36\"."
  }
}

variable "log" {
  description = <<-EOT
    The control plane's log group: for how many days logs are kept, and the key that encrypts them, which must
    list `logs` in its `services`.
  EOT
  type        = object({ retention_days = optional(number, 365), kms_key = optional(object({ arn = string })) })
  default     = {}
  nullable    = false

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

variable "more_addons" {
  description = <<-EOT
    Add-ons beside those that the cluster has by default, or of `addons`, by their names, with the attributes of
    `addons`.
    One of a default one's name gives that its version and configuration.
  EOT
  type = map(object({
    configuration = optional(string)
    identity      = optional(object({ service_account = string, policies = list(string) }))
    version       = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for addon in var.more_addons :
      (addon.version == null || can(regex("^(latest|v\\d+\\.\\d+\\.\\d+-eksbuild\\.\\d+)$", addon.version))) &&
      (addon.configuration == null || can(jsondecode(addon.configuration)))
    ])
    error_message = join(" ", [
      "more_addons is ${jsonencode(var.more_addons)}: write EKS's versions, for example \"v1.20.4-eksbuild.1\", or",
      "\"latest\",",
      "and configurations with jsonencode().",
    ])
  }
}

variable "network" {
  description = <<-EOT
    Where control plane, nodes and pods are, in the private subnets of all zones: `network/vpc` as a whole.
    Node groups and Fargate profiles stay in the subnets they began with.
  EOT
  type        = object({ id = string, private_subnet_ids = map(string) })
  nullable    = false

  validation {
    condition = length(var.network.private_subnet_ids) >= 2
    error_message = join(" ", [
      "network has ${length(var.network.private_subnet_ids)} private subnet: EKS needs two zones, write a",
      "second in its availability_zones.",
    ])
  }
}

variable "node_groups" {
  description = <<-EOT
    Nodes, by a name of your choice: their `system` (`al2023` or `bottlerocket`), any of `instance_types` of an
    `architecture` (`arm64` or `x86_64`), on `spot` capacity or not, the bounds of `nodes`, and `labels` and
    `taints` by which pods choose them (`effect`: `no-schedule`, `prefer-no-schedule` or `no-execute`).
    An update takes out `update_percent` of them at a time.
    `metadata_hops` is 2 where pods ask for the instance's metadata, and with it have the nodes' role; unless
    said, with the add-on `amazon-cloudwatch-observability` only.
    `accelerator` (`nvidia`, or on `al2023` and `x86_64` `neuron`) is for GPU types and Inferentia, `release` pins EKS's
    image (`1.36.1-20261101`), which otherwise is the newest when the group is made, `kms_key` encrypts the disk,
    `security_group_ids` are further ones, `user_data` is added to EKS's own (NodeConfig in MIME parts on `al2023`,
    TOML on
    `bottlerocket`), and `zones` are those of the network that it is in, by default all.
    System, architecture, accelerator, instance types, spot and zones cannot be changed in place: the group's
    successor is
    made, then the group ends.
  EOT
  type = map(object({
    instance_types = list(string)
    architecture   = optional(string, "arm64")
    disk_gb        = optional(number, 50)
    labels         = optional(map(string), {})
    metadata_hops  = optional(number)
    nodes          = optional(object({ min = number, max = number }), { min = 2, max = 10 })
    spot           = optional(bool, false)
    system         = optional(string, "al2023")
    taints         = optional(map(object({ value = optional(string), effect = optional(string, "no-schedule") })), {})
    update_percent = optional(number, 33)

    accelerator        = optional(string)
    kms_key            = optional(object({ arn = string }))
    release            = optional(string)
    security_group_ids = optional(list(string), [])
    user_data          = optional(string)
    zones              = optional(list(string))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.node_groups) : can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,35}$", name))])
    error_message = join(" ", [
      "node_groups are called ${join(", ", keys(var.node_groups))}: write 1 to 36 letters, digits, \"_\" or",
      "\"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.node_groups :
      contains(["al2023", "bottlerocket"], group.system) && contains(["arm64", "x86_64"], group.architecture)
    ])
    error_message = join(" ", [
      "node_groups has the systems",
      "${jsonencode([for group in var.node_groups : "${group.system} on ${group.architecture}"])}: write",
      "\"al2023\" or \"bottlerocket\", on \"arm64\" or \"x86_64\".",
    ])
  }

  validation {
    condition = alltrue([for group in var.node_groups : length(group.instance_types) > 0])
    error_message = join(" ", [
      "node_groups has no instance_types in",
      "${join(", ", [for name, group in var.node_groups : name if length(group.instance_types) == 0])}: write",
      "at least one, on spot several.",
    ])
  }

  # Of instances that Graviton drives, the family's generation is followed by a "g", as in c7g or r8gd; a1 was the
  # first.
  validation {
    condition = alltrue(
      flatten([
        for group in var.node_groups :
        [
          for type in group.instance_types :
          (can(regex("^(a1|[a-z]+\\d+g)", type)) ? "arm64" : "x86_64") == group.architecture
        ]
      ])
    )
    error_message = join(" ", [
      "node_groups has instance_types of another architecture than it says:",
      "${jsonencode({
        for name, group in var.node_groups :
        name => concat([group.architecture], group.instance_types)
      })},",
      "write \"arm64\" for Graviton and \"x86_64\" for the others.",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.node_groups :
      group.nodes.min >= 0 && group.nodes.min <= group.nodes.max && group.nodes.max >= 1
    ])
    error_message = join(" ", [
      "node_groups has the bounds",
      "${jsonencode([for group in var.node_groups : [group.nodes.min, group.nodes.max]])}: write min from 0 to",
      "max, and max from 1.",
    ])
  }

  validation {
    condition = alltrue(
      flatten([
        for group in var.node_groups :
        [for taint in group.taints : contains(["no-execute", "no-schedule", "prefer-no-schedule"], taint.effect)]
      ])
    )
    error_message = join(" ", [
      "node_groups has taints with the effects",
      "${jsonencode(flatten([for group in var.node_groups : [for taint in group.taints : taint.effect]]))}:",
      "write \"no-schedule\", \"prefer-no-schedule\" or \"no-execute\".",
    ])
  }

  validation {
    condition = alltrue([for group in var.node_groups : contains([1, 2], coalesce(group.metadata_hops, 1))])
    error_message = join(" ", [
      "node_groups has metadata_hops of ${jsonencode([for group in var.node_groups : group.metadata_hops])}:",
      "write 1 to keep the metadata from pods, 2 to give it to them.",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.node_groups : group.disk_gb >= 20 && group.update_percent >= 1 && group.update_percent <= 100
    ])
    error_message = join(" ", [
      "node_groups has disk_gb and update_percent of",
      "${jsonencode([for group in var.node_groups : [group.disk_gb, group.update_percent]])}: write at least 20",
      "GiB, and 1 to 100 percent.",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.node_groups :
      group.accelerator == null ? true : contains(
        [
          "al2023/arm64/nvidia",
          "al2023/x86_64/neuron",
          "al2023/x86_64/nvidia",
          "bottlerocket/arm64/nvidia",
          "bottlerocket/x86_64/nvidia",
        ],
        join("/", [group.system, group.architecture, group.accelerator])
      )
    ])
    error_message = join(" ", [
      "node_groups has the accelerators",
      "${jsonencode({ for name, group in var.node_groups : name => group.accelerator })}: write \"nvidia\", or",
      "\"neuron\" on",
      "al2023 and x86_64.",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.node_groups :
      group.zones == null ? true : (
        length(group.zones) > 0 &&
        alltrue([for zone in group.zones : contains(keys(var.network.private_subnet_ids), zone)])
      )
    ])
    error_message = join(" ", [
      "node_groups has the zones ${jsonencode({ for name, group in var.node_groups : name => group.zones })}: write",
      "some of",
      "the network's, ${join(", ", keys(var.network.private_subnet_ids))}, or leave them out.",
    ])
  }

  validation {
    condition = alltrue([
      for group in var.node_groups : (
        group.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", group.kms_key.arn))
        ) && (
        group.release == null || can(regex("^1\\.[0-9]+\\.[0-9]+-[0-9a-f]+$", group.release))
        ) && (
        length(group.security_group_ids) <= 4
      )
    ])
    error_message = join(" ", [
      "node_groups has kms_key, release and security_group_ids",
      "${jsonencode([for group in var.node_groups : [group.kms_key, group.release, group.security_group_ids]])}:",
      "write the ARN",
      "of a key, a release such as \"1.36.1-20261101\", and up to 4 groups.",
    ])
  }
}

variable "node_policies" {
  description = <<-EOT
    Further policies of AWS or of yours that the nodes' role has, by their ARNs, by a name of your choice. What pods do
    belongs to roles of their own.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for arn in var.node_policies : can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", arn))
    ])
    error_message = join(" ", [
      "node_policies is ${jsonencode(var.node_policies)}: write ARNs of policies,",
      "arn:aws:iam::…:policy/….",
    ])
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what all roles may ever do. null sets no bounds."
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

variable "prefix_delegation" {
  description = <<-EOT
    Whether nodes take addresses in blocks of 16, so that many more pods fit on each. Subnets need free blocks. It
    needs the
    add-on vpc-cni, with no `configuration` of yours.
  EOT
  type        = bool
  default     = false
  nullable    = false

  # https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
  validation {
    condition = !var.prefix_delegation || (
      contains(local.addon_names, "vpc-cni") &&
      try(var.addons["vpc-cni"].configuration, null) == null &&
      try(var.more_addons["vpc-cni"].configuration, null) == null
    )
    error_message = join(" ", [
      "prefix_delegation is true, and vpc-cni is missing or has a configuration of yours: write",
      "ENABLE_PREFIX_DELEGATION there, or leave out its configuration.",
    ])
  }
}

variable "public_cidrs" {
  description = <<-EOT
    From where the Kubernetes API may be reached over the internet, besides the network.
    Without any, it cannot.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for cidr in var.public_cidrs : (
      can(cidrhost(cidr, 0)) && !endswith(cidr, "/0") &&
      !can(regex("^(10|127|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))\\.", cidr))
    )])
    error_message = join(" ", [
      "public_cidrs is ${jsonencode(var.public_cidrs)}: write the CIDRs of your offices or VPN, for example",
      "\"203.0.113.0/24\", never all of the internet.",
    ])
  }
}

variable "service_cidr" {
  description = <<-EOT
    Addresses of Kubernetes services, apart from those of the network and of all it reaches. null takes
    10.100.0.0/16 or 172.20.0.0/16, whichever the network is not in.
    Cannot be changed later: a change replaces the cluster.
  EOT
  type        = string
  default     = null

  validation {
    condition = (
      var.service_cidr == null ? true :
      can(regex("^(10\\.|172\\.(1[6-9]|2\\d|3[01])\\.|192\\.168\\.)[0-9.]+/(1[2-9]|2[0-4])$", var.service_cidr))
    )
    error_message = join(" ", [
      "service_cidr is \"${coalesce(var.service_cidr, "null")}\": write a private range from /12 to /24, for",
      "example \"172.20.0.0/16\".",
    ])
  }
}

variable "support" {
  description = <<-EOT
    What happens when the standard support of a version of Kubernetes ends: with `extended` it is kept for a year
    more, at six times the price; with `standard` EKS upgrades the control plane by itself.
  EOT
  type        = string
  default     = "extended"
  nullable    = false

  validation {
    condition     = contains(["extended", "standard"], var.support)
    error_message = "support is \"${var.support}\": write \"extended\" or \"standard\"."
  }
}

variable "zonal_shift" {
  description = <<-EOT
    Whether traffic in the cluster can be shifted away from a zone that fails (by you, with Application Recovery
    Controller).
  EOT
  type        = bool
  default     = true
  nullable    = false
}
