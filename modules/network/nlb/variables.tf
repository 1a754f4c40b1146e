variable "name" {
  description = <<-EOT
    Name of the load balancer. Its security group is called the same with `-nlb` behind it. Cannot be changed later:
    a change replaces it, address and all.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$", var.name)) && !startswith(var.name, "internal-")
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 32 lower-case letters, digits or \"-\",",
      "not beginning with \"internal-\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = <<-EOT
    Tags of the load balancer, its listeners, target groups, security group, endpoint service, log bucket and alarms.
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

variable "access_logs" {
  description = <<-EOT
    TLS connections are logged, to a bucket of the module's own for `retention_days`, or to `bucket`, which must let
    the service `delivery.logs` write, under `prefix`. AWS logs no other connections: flow logs of the VPC do. null
    logs nothing.
  EOT
  type = object({
    bucket         = optional(object({ name = string }))
    prefix         = optional(string, "")
    retention_days = optional(number, 90)
  })
  default = {}

  validation {
    condition = var.access_logs == null ? true : (
      !strcontains(var.access_logs.prefix, "AWSLogs") && !startswith(var.access_logs.prefix, "/") &&
      !endswith(var.access_logs.prefix, "/")
    )
    error_message = join(" ", [
      "access_logs.prefix is \"${try(var.access_logs.prefix, "")}\": write it without \"AWSLogs\", which AWS adds,",
      "and without \"/\" at its ends.",
    ])
  }

  validation {
    condition = (
      var.access_logs == null ? true : var.access_logs.retention_days >= 1 &&
      floor(var.access_logs.retention_days) == var.access_logs.retention_days
    )
    error_message = join(" ", [
      "access_logs.retention_days is ${try(var.access_logs.retention_days, 0)}: write a whole number of",
      "days, 1 or more.",
    ])
  }
}

variable "addresses" {
  description = <<-EOT
    The load balancer's own address in a zone, by the zone's letter, instead of one that AWS picks: with `internal` a
    `private_ipv4` of its subnet, else an `allocation_id` of an Elastic IP, which outlives the load balancer (an
    `aws_eip` as a whole). A change replaces it.
  EOT
  type = map(object({
    allocation_id = optional(string)
    private_ipv4  = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for zone in keys(var.addresses) :
      contains(keys(var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids), zone)
    ])
    error_message = join(" ", [
      "addresses is of the zones ${join(", ", keys(var.addresses))}: write zones of the network",
      "(${join(", ", keys(var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids))}).",
    ])
  }

  validation {
    condition = alltrue([
      for address in var.addresses : (address.private_ipv4 == null) != (address.allocation_id == null)
    ])
    error_message = join(" ", [
      "addresses holds both or none of allocation_id and private_ipv4 for ${join(", ", [
        for zone, address in var.addresses : zone if(address.private_ipv4 == null) == (address.allocation_id == null)
      ])}:",
      "write one for each zone.",
    ])
  }

  validation {
    condition = alltrue(
    [for address in var.addresses : var.internal ? address.allocation_id == null : address.private_ipv4 == null])
    error_message = join(" ", [
      "addresses and internal = ${var.internal} do not go together (${join(", ", keys(var.addresses))}):",
      "write private_ipv4 with internal, allocation_id without.",
    ])
  }

  validation {
    condition = alltrue(
      [for address in var.addresses : address.private_ipv4 == null ? true :
    can(cidrhost("${address.private_ipv4}/32", 0))])
    error_message = join(" ", [
      "addresses has ${jsonencode([for address in var.addresses : address.private_ipv4])}: write IPv4",
      "addresses, for example \"10.0.0.7\".",
    ])
  }
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when targets are unhealthy or the load balancer has no port left towards them, usually one SNS
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

variable "clients" {
  description = <<-EOT
    Who may connect, by a name of your choice: a module with a security group as a whole (`users = module.users`), or
    one of `security_group_id`, `cidr` and `prefix_list_id`. null lets in everyone, or with `internal` the VPC.
  EOT
  type = map(object({
    cidr              = optional(string)
    prefix_list_id    = optional(string)
    security_group_id = optional(string)
  }))
  default = null

  validation {
    condition = alltrue([
      for client in coalesce(var.clients, {}) :
      length([for given in [client.cidr != null, client.prefix_list_id != null, client.security_group_id != null] :
      given if given]) == 1
    ])
    error_message = join(" ", [
      "clients holds ${join(", ", keys(coalesce(var.clients, {})))}:",
      "write exactly one of security_group_id, cidr and prefix_list_id in each.",
    ])
  }

  validation {
    condition = alltrue(
    [for client in coalesce(var.clients, {}) : client.cidr == null ? true : can(cidrhost(client.cidr, 0))])
    error_message = join(" ", [
      "clients holds the ranges",
      "${jsonencode([for client in coalesce(var.clients, {}) : client.cidr if client.cidr != null])}:",
      "write each with its length, for example \"10.1.0.0/16\".",
    ])
  }

  # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
  validation {
    condition = alltrue([
      for name in keys(coalesce(var.clients, {})) : can(regex("^[a-zA-Z0-9. _:/()#,@\\[\\]+=&;{}!$*-]{1,100}$", name))
    ])
    error_message = join(" ", [
      "clients holds ${jsonencode(keys(coalesce(var.clients, {})))}: write names of 1 to 100 letters, digits, spaces",
      "or ._-:/()#,@[]+=&;{}!$*, which become descriptions of rules.",
    ])
  }
}

variable "cross_zone" {
  description = <<-EOT
    Whether each of the load balancer's addresses leads to the targets of all zones. Without it, to those of its own
    zone, so that each zone needs some. AWS charges for traffic between zones.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether the load balancer cannot be deleted, and its log bucket only when empty."
  type        = bool
  default     = true
  nullable    = false
}

variable "endpoint_service" {
  description = <<-EOT
    Lets other VPCs and accounts connect through endpoints of theirs (PrivateLink): whom (`callers`, by a name of your
    choice, one of `account_id` and `role_arn` each), whether you accept each connection by hand
    (`acceptance_required`), and a `private_dns_name` of your domain by which they call it. `clients` is not asked
    about them.
  EOT
  type = object({
    callers = map(object({
      account_id = optional(string)
      role_arn   = optional(string)
    }))
    acceptance_required = optional(bool, true)
    private_dns_name    = optional(string)
  })
  default = null

  validation {
    condition = var.endpoint_service == null ? true : alltrue([
      for caller in var.endpoint_service.callers : (caller.account_id == null) != (caller.role_arn == null)
    ])
    error_message = join(" ", [
      "endpoint_service.callers holds ${join(", ", try(keys(var.endpoint_service.callers), []))}:",
      "write exactly one of account_id and role_arn in each.",
    ])
  }

  validation {
    condition = var.endpoint_service == null ? true : alltrue([
      for caller in var.endpoint_service.callers :
      (caller.account_id == null ? true : can(regex("^[0-9]{12}$", caller.account_id))) &&
      (caller.role_arn == null ? true : can(regex("^arn:[^:]+:iam::[0-9]{12}:role/.+$", caller.role_arn)))
    ])
    error_message = join(" ", [
      "endpoint_service.callers is ${jsonencode(try(var.endpoint_service.callers, {}))}:",
      "write account ids of 12 digits in quotes, or ARNs of roles.",
    ])
  }

  validation {
    condition = try(var.endpoint_service.private_dns_name, null) == null ? true : can(
      regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.endpoint_service.private_dns_name)
    )
    error_message = join(" ", [
      "endpoint_service.private_dns_name is ${jsonencode(try(var.endpoint_service.private_dns_name, null))}:",
      "write a name such as \"broker.example.com\".",
    ])
  }
}

variable "internal" {
  description = <<-EOT
    Whether it is in the private subnets and is not reached from the internet. Cannot be changed later: a change
    replaces it.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "ipv6" {
  description = "Whether clients reach it over IPv6 too. The VPC must have IPv6."
  type        = bool
  default     = false
  nullable    = false
}

variable "listeners" {
  description = <<-EOT
    What is listened to and where it goes, by a name of your choice: on `port`, by `protocol` (`TCP`, `UDP`, both as
    `TCP_UDP`, or `TLS`, which ends here with a `certificate` and an `alpn` policy).
    - Targets are what registers itself, an Auto Scaling group (`target_type = "instance"`) or an ECS service (`ip`);
      the `targets` listed, each by an `id` that is an address or an instance, with a `port` of its own, an address
      outside the VPC with `zone = "all"`; or an Application Load Balancer (`alb`: `network/alb` as a whole).
    - They listen on `target_port`, the listener's unless another is written, and with `target_protocol = "TLS"`
      encrypted. The load balancer reaches those in the `security_group`, one of `security_groups` by its name, and
      `targets` without one.
    - `health_check`: a connection (`protocol = "TCP"`), or a GET of `path` (`HTTP`, `HTTPS`) on `port`, answered
      within `timeout_seconds` with one of `codes`; asked every `interval_seconds`, believed after `healthy_after` or
      `unhealthy_after` equal answers.
    - `keep_client_ip` shows targets the client's address (instances and UDP: always on by default), `proxy_protocol`
      names it in a header of its own. `sticky` sends a client's address to one target. After `idle_timeout_seconds` a
      TCP connection without traffic is closed, and `deregistration_seconds` after its target left.
  EOT
  type = map(object({
    port                   = number
    alb                    = optional(object({ arn = string, security_group_id = string }))
    alpn                   = optional(string)
    certificate            = optional(object({ arn = string }))
    deregistration_seconds = optional(number, 120)
    health_check = optional(object({
      codes            = optional(string)
      healthy_after    = optional(number, 2)
      interval_seconds = optional(number, 10)
      path             = optional(string)
      port             = optional(number)
      protocol         = optional(string)
      timeout_seconds  = optional(number, 5)
      unhealthy_after  = optional(number, 3)
    }), {})
    idle_timeout_seconds = optional(number, 350)
    keep_client_ip       = optional(bool)
    protocol             = optional(string, "TCP")
    proxy_protocol       = optional(bool, false)
    security_group       = optional(string)
    sticky               = optional(bool, false)
    target_port          = optional(number)
    target_protocol      = optional(string)
    target_type          = optional(string, "ip")
    targets = optional(
    map(object({ id = string, port = optional(number), zone = optional(string) })), {})
  }))
  nullable = false

  validation {
    condition = length(var.listeners) > 0
    error_message = join(" ", [
      "listeners is empty: write at least one, for example { queue = { port = 5671, security_group =",
      "\"broker\" } }.",
    ])
  }

  validation {
    condition = length(distinct([for listener in var.listeners : listener.port])) == length(var.listeners)
    error_message = join(" ", [
      "listeners has the ports ${join(", ", [for listener in var.listeners : listener.port])}:",
      "write each port once, with protocol = \"TCP_UDP\" for both.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for listener in var.listeners : [
        for port in concat([listener.port], [for given in concat(
          [listener.target_port, listener.health_check.port], [for target in values(listener.targets) : target.port]
        ) : given if given != null]) : port >= 1 && port <= 65535 && floor(port) == port
      ]
    ]))
    error_message = join(" ", [
      "listeners has the ports",
      "${jsonencode([for each in var.listeners : [each.port, each.target_port, each.health_check.port]])}:",
      "write 1 to 65535.",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners : contains(["TCP", "TCP_UDP", "TLS", "UDP"], listener.protocol)
    ])
    error_message = join(" ", [
      "listeners has the protocols ${jsonencode([for listener in var.listeners : listener.protocol])}:",
      "write \"TCP\", \"UDP\", \"TCP_UDP\" or \"TLS\".",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners :
      (listener.protocol == "TLS") == (listener.certificate != null) &&
      (listener.alpn == null || listener.protocol == "TLS")
    ])
    error_message = join(" ", [
      "listeners holds ${join(", ", [for name, listener in var.listeners : "${name} of ${listener.protocol}"])}:",
      "write a certificate for each with protocol = \"TLS\", and certificate and alpn for no other.",
    ])
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-listener.html#alpn-policies
  validation {
    condition = alltrue([
      for listener in var.listeners : listener.alpn == null ? true : contains(
        ["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"], listener.alpn
      )
    ])
    error_message = join(" ", [
      "listeners has the policies",
      "${jsonencode([for listener in var.listeners : listener.alpn if listener.alpn != null])}:",
      "write alpn = \"HTTP2Preferred\", \"HTTP2Optional\", \"HTTP2Only\", \"HTTP1Only\" or \"None\".",
    ])
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
  validation {
    condition = alltrue([
      for listener in var.listeners : listener.target_protocol == null ? true : (
        contains(["TCP", "TLS"], listener.protocol) ? contains(["TCP", "TLS"], listener.target_protocol) :
        listener.target_protocol == listener.protocol
      )
    ])
    error_message = join(" ", [
      "listeners leads",
      "${jsonencode({ for name, each in var.listeners : name => [each.protocol, each.target_protocol] })}:",
      "write target_protocol = \"TLS\" or \"TCP\" behind TLS and TCP, and leave it out behind others.",
    ])
  }

  validation {
    condition = alltrue([for listener in var.listeners : contains(["instance", "ip"], listener.target_type)])
    error_message = join(" ", [
      "listeners has targets of the types ${jsonencode([for listener in var.listeners : listener.target_type])}:",
      "write \"ip\" or \"instance\", and a load balancer as alb.",
    ])
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
  validation {
    condition = alltrue([
      for listener in var.listeners : listener.alb == null ? true : (
        listener.protocol == "TCP" && coalesce(listener.target_protocol, "TCP") == "TCP" &&
        length(listener.targets) == 0 && listener.security_group == null
      )
    ])
    error_message = join(" ", [
      "listeners has an alb for ${join(", ", [for name, listener in var.listeners : name if listener.alb != null])}:",
      "write protocol = \"TCP\" there, and leave out targets and security_group.",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners :
      listener.alb != null || listener.security_group != null ||
      (listener.target_type == "ip" && length(listener.targets) > 0)
    ])
    error_message = join(" ", [
      "listeners has ${join(", ", [
        for name, listener in var.listeners : name
        if listener.alb == null && listener.security_group == null &&
        (listener.target_type != "ip" || length(listener.targets) == 0)
      ])}, whose targets the load balancer does not reach:",
      "write their security_group, an alb, or addresses as targets.",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners : listener.security_group == null ? true :
      contains(keys(var.security_groups), listener.security_group)
    ])
    error_message = join(" ", [
      "listeners lead to",
      "${join(", ", [for listener in var.listeners : listener.security_group if listener.security_group != null])}:",
      "write names of security_groups (${join(", ", keys(var.security_groups))}).",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners :
      !listener.sticky || (listener.alb == null && listener.protocol != "TLS" && listener.target_protocol != "TLS")
    ])
    error_message = join(" ", [
      "listeners has sticky for ${join(", ", [for name, listener in var.listeners : name if listener.sticky])}:",
      "leave it out where TLS or an alb is, AWS has none there.",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners :
      listener.idle_timeout_seconds >= 60 && listener.idle_timeout_seconds <= 6000 &&
      floor(listener.idle_timeout_seconds) == listener.idle_timeout_seconds &&
      listener.deregistration_seconds >= 0 && listener.deregistration_seconds <= 3600 &&
      floor(listener.deregistration_seconds) == listener.deregistration_seconds
    ])
    error_message = join(" ", [
      "listeners has",
      "${jsonencode([for each in var.listeners : [each.idle_timeout_seconds, each.deregistration_seconds]])} seconds:",
      "write idle_timeout_seconds of 60 to 6000 and deregistration_seconds of 0 to 3600.",
    ])
  }

  # UDP needs a prefix of addresses for its IPv6 clients, which the provider's version 5 cannot ask for.
  validation {
    condition = !var.ipv6 || alltrue([for listener in var.listeners : contains(["TCP", "TLS"], listener.protocol)])
    error_message = join(" ", [
      "listeners has",
      "${join(", ", [for name, listener in var.listeners : "${name} of ${listener.protocol}"])} with ipv6:",
      "write \"TCP\" or \"TLS\", or leave out ipv6.",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners : listener.health_check.protocol == null ? true : contains(
        listener.alb == null ? ["HTTP", "HTTPS", "TCP"] : ["HTTP", "HTTPS"], listener.health_check.protocol
      )
    ])
    error_message = join(" ", [
      "listeners has health checks by",
      "${jsonencode([for listener in var.listeners : listener.health_check.protocol])}:",
      "write \"TCP\", \"HTTP\" or \"HTTPS\", for an alb one of the last two.",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners :
      listener.health_check.protocol != "TCP" ||
      (listener.health_check.path == null && listener.health_check.codes == null)
    ])
    error_message = join(" ", [
      "listeners has health checks",
      "${jsonencode([for each in values(var.listeners)[*].health_check : [each.protocol, each.path, each.codes]])}:",
      "leave out path and codes where protocol is \"TCP\".",
    ])
  }

  validation {
    condition = alltrue([
      for listener in var.listeners : listener.health_check.path == null ? true :
      can(regex("^/\\S*$", listener.health_check.path))
    ])
    error_message = join(" ", [
      "listeners has health checks of ${jsonencode([for listener in var.listeners : listener.health_check.path])}:",
      "write paths that begin with \"/\", for example \"/health\".",
    ])
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
  validation {
    condition = alltrue([
      for listener in var.listeners : listener.health_check.codes == null ? true : can(
        regex("^[2-5][0-9]{2}([-,][2-5][0-9]{2})*$", listener.health_check.codes)
      )
    ])
    error_message = join(" ", [
      "listeners has health checks with the codes",
      "${jsonencode([for listener in var.listeners : listener.health_check.codes])}:",
      "write codes from 200 to 599, a range or several, for example \"200-299\".",
    ])
  }

  validation {
    condition = alltrue([
      for check in values(var.listeners)[*].health_check :
      check.interval_seconds >= 5 && check.interval_seconds <= 300 &&
      floor(check.interval_seconds) == check.interval_seconds &&
      check.timeout_seconds >= 2 && check.timeout_seconds < check.interval_seconds &&
      floor(check.timeout_seconds) == check.timeout_seconds
    ])
    error_message = join(" ", [
      "listeners has health checks",
      "${jsonencode([for of in values(var.listeners)[*].health_check : [of.interval_seconds, of.timeout_seconds]])}:",
      "write interval_seconds of 5 to 300 and timeout_seconds from 2 to less than the interval.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for check in values(var.listeners)[*].health_check :
      [for times in [check.healthy_after, check.unhealthy_after] : times >= 2 && times <= 10 && floor(times) == times]
    ]))
    error_message = join(" ", [
      "listeners has health checks believed after",
      "${jsonencode([for each in values(var.listeners)[*].health_check : [each.healthy_after, each.unhealthy_after]])}",
      "answers:",
      "write healthy_after and unhealthy_after of 2 to 10.",
    ])
  }
}

variable "network" {
  description = "The network it is in, in all zones: `network/vpc` as a whole."
  type = object({
    id                 = string
    cidr               = string
    private_subnet_ids = map(string)
    public_subnet_ids  = map(string)
  })
  nullable = false

  validation {
    condition = length(var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids) >= 1
    error_message = join(" ", [
      "network has ${length(var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids)}",
      "such subnets: write a network that has one at least, better in each of two zones.",
    ])
  }
}

variable "records" {
  description = <<-EOT
    Names of your own domain that lead to the load balancer, by a name of your choice: `name` in the hosted `zone`, a
    zone of Route 53 or `discovery/private-dns` as a whole.
  EOT
  type = map(object({
    name = string
    zone = object({ zone_id = string })
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for record in var.records : can(regex("^(\\*\\.)?[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})+$", record.name))
    ])
    error_message = join(" ", [
      "records holds ${jsonencode(values(var.records)[*].name)}: write full names with parts of 1 to 63",
      "letters in lower",
      "case, digits or \"-\", for example \"shop.example.com\".",
    ])
  }
}

variable "security_groups" {
  description = <<-EOT
    Security groups of targets, by a name that `listeners` use: they let the load balancer in, and it connects to
    them, on the ports of those listeners.
  EOT
  type        = map(object({ id = string }))
  default     = {}
  nullable    = false
}

variable "tls_policy" {
  description = <<-EOT
    Security policy that says which TLS versions and ciphers are taken: TLS 1.2 and 1.3 with forward secrecy, or write
    one of the stricter `ELBSecurityPolicy-TLS13-1-3-…`.
  EOT
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  nullable    = false

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
  validation {
    condition = can(regex("^ELBSecurityPolicy-TLS13-1-(2-(Res-)?(PQ-|FIPS-)*|3-(PQ-|FIPS-)*)20", var.tls_policy))
    error_message = join(" ", [
      "tls_policy is \"${var.tls_policy}\": it would take TLS below 1.2 or ciphers without forward secrecy,",
      "write \"ELBSecurityPolicy-TLS13-1-2-2021-06\" or a stricter one.",
    ])
  }
}
