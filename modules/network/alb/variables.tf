variable "name" {
  description = <<-EOT
    Name of the load balancer.
    Its security group is called the same with `-alb` behind it.
    Cannot be changed later: a change replaces it, address and all.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$", var.name)) && !startswith(var.name, "internal-")
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 32 lower-case letters, digits or \"-\", not beginning with",
      "\"internal-\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the load balancer, its listeners, security group, log bucket and alarms."
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
    Every request is logged to a bucket of its own and kept there for `retention_days`, or to `bucket`, which must
    let Elastic Load Balancing write, under `prefix`. null logs nothing.
  EOT
  type = object({
    bucket         = optional(object({ name = string }))
    prefix         = optional(string, "")
    retention_days = optional(number, 90)
  })
  default = {}

  validation {
    condition = (
      var.access_logs == null ? true :
      !strcontains(var.access_logs.prefix, "AWSLogs") &&
      !startswith(var.access_logs.prefix, "/") &&
      !endswith(var.access_logs.prefix, "/")
    )
    error_message = join(" ", [
      "access_logs.prefix is \"${try(var.access_logs.prefix, "")}\": write it without \"AWSLogs\", which AWS",
      "adds, and without \"/\" at its ends.",
    ])
  }

  validation {
    condition = (
      var.access_logs == null ? true :
      var.access_logs.retention_days >= 1 && floor(var.access_logs.retention_days) == var.access_logs.retention_days
    )
    error_message = join(" ", [
      "access_logs.retention_days is ${try(var.access_logs.retention_days, 0)}: write a whole number of days, 1",
      "or more.",
    ])
  }
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when the load balancer itself fails or refuses connections, usually one SNS topic.
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
  description = <<-EOT
    Requests in a minute that the load balancer itself may answer with an error before the alarm is raised.
  EOT
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.alarm_errors >= 0
    error_message = "alarm_errors is ${var.alarm_errors}: write a number of requests, 0 or more."
  }
}

variable "answers" {
  description = <<-EOT
    Requests that the load balancer answers itself, by a name of your choice, which `network/alb-service` distinguishes
    the same way: those with one of the `hosts`, `paths`, `methods`, and of the values of `headers` and `queries`,
    from one of the `sources`, the lowest `priority` first, which is unique at a listener.
    - `redirect` sends on, to another `protocol`, `host`, `port`, `path` or `query`, as `#{host}` and so on where they
      stay the same; `permanent`ly (301) or for now (302).
    - `response` is a `body` of up to 1024 characters, of a `content_type`, with a `code` of 200 to 599.
  EOT
  type = map(object({
    priority = number
    headers  = optional(map(list(string)), {})
    hosts    = optional(list(string), [])
    methods  = optional(list(string), [])
    paths    = optional(list(string), [])
    queries  = optional(map(list(string)), {})
    sources  = optional(list(string), [])
    redirect = optional(object({
      host      = optional(string, "#{host}")
      path      = optional(string, "/#{path}")
      permanent = optional(bool, false)
      port      = optional(string, "#{port}")
      protocol  = optional(string, "HTTPS")
      query     = optional(string, "#{query}")
    }))
    response = optional(object({
      code         = number
      body         = optional(string, "")
      content_type = optional(string, "text/plain")
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for answer in var.answers : (answer.redirect == null) != (answer.response == null)])
    error_message = join(" ", [
      "answers holds both or none of redirect and response for",
      "${jsonencode([for name, each in var.answers : name if(each.redirect == null) == (each.response == null)])}:",
      "write one in each.",
    ])
  }

  validation {
    condition = length(distinct(values(var.answers)[*].priority)) == length(var.answers) && alltrue([
      for answer in var.answers :
      answer.priority >= 1 && answer.priority <= 50000 && floor(answer.priority) == answer.priority
    ])
    error_message = join(" ", [
      "answers has the priorities ${join(", ", values(var.answers)[*].priority)}: write different whole numbers from",
      "1 to 50000.",
    ])
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
  validation {
    condition = alltrue([
      for answer in var.answers : contains(range(1, 6), length(flatten([
        answer.hosts, answer.paths, answer.methods, answer.sources, values(answer.headers), values(answer.queries)
      ])))
    ])
    error_message = join(" ", [
      "answers holds ${join(", ", keys(var.answers))}: write one to five values of hosts, paths, methods, headers,",
      "queries and sources in each; paths = [\"/*\"] takes all.",
    ])
  }

  validation {
    condition = alltrue([
      for answer in var.answers : answer.response == null ? true : (
        answer.response.code >= 200 && answer.response.code <= 599 &&
        !contains(range(300, 400), answer.response.code) &&
        length(answer.response.body) <= 1024 && contains(
          ["application/javascript", "application/json", "text/css", "text/html", "text/plain"],
          answer.response.content_type
        )
      )
    ])
    error_message = join(" ", [
      "answers responds ${jsonencode([for answer in var.answers : answer.response if answer.response != null])}:",
      "write a code of 200 to 299 or 400 to 599, a body of up to 1024 characters, and as content_type",
      "\"text/plain\",",
      "\"text/html\", \"text/css\", \"application/json\" or \"application/javascript\".",
    ])
  }

  validation {
    condition = alltrue([
      for answer in var.answers : answer.redirect == null ? true : (
        contains(["HTTPS", "#{protocol}"], answer.redirect.protocol) && startswith(answer.redirect.path, "/") &&
        can(regex("^([0-9]{1,5}|#\\{port\\})$", answer.redirect.port))
      )
    ])
    error_message = join(" ", [
      "answers redirects ${jsonencode([for answer in var.answers : answer.redirect if answer.redirect != null])}:",
      "write the protocol \"HTTPS\", a path from \"/\" on, and a port in quotes or \"#{port}\".",
    ])
  }

  validation {
    condition = alltrue(
    flatten([for answer in var.answers : [for source in answer.sources : can(cidrhost(source, 0))]]))
    error_message = join(" ", [
      "answers has the sources ${jsonencode(distinct(flatten(values(var.answers)[*].sources)))}: write ranges of",
      "addresses, for example \"10.50.0.0/16\".",
    ])
  }
}

variable "certificate" {
  description = "Certificate in ACM that is shown to clients, of the load balancer's own region."
  type        = object({ arn = string })
  nullable    = false
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

variable "deletion_protection" {
  description = "Whether the load balancer cannot be deleted, and its log bucket only when empty."
  type        = bool
  default     = true
  nullable    = false
}

variable "idle_timeout_seconds" {
  description = <<-EOT
    Seconds after which a connection without traffic is closed.
    Targets keep theirs open for longer, else some requests end in 502.
  EOT
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition = (
      var.idle_timeout_seconds >= 1 &&
      var.idle_timeout_seconds <= 4000 &&
      floor(var.idle_timeout_seconds) == var.idle_timeout_seconds
    )
    error_message = "idle_timeout_seconds is ${var.idle_timeout_seconds}: write 1 to 4000 seconds."
  }
}

variable "internal" {
  description = <<-EOT
    Whether it is in the private subnets and is not reached from the internet.
    Cannot be changed later: a change replaces it.
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

variable "login" {
  description = <<-EOT
    Whether services have Cognito asked who calls: the load balancer may then connect to HTTPS anywhere.
    An internal one also needs NAT.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "more_certificates" {
  description = "Certificates of further domains, by a name of your choice. Each client is shown the one it asks for."
  type        = map(object({ arn = string }))
  default     = {}
  nullable    = false
}

variable "more_ports" {
  description = <<-EOT
    Further ports on which HTTPS is taken, by a name of your choice, with the same certificates: for what is not for
    everyone, such as an admin's pages. Services take requests there by `listener = module.alb.listeners["admin"]`.
    `clients` may connect to them too.
  EOT
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition = length(distinct(values(var.more_ports))) == length(var.more_ports) && alltrue([
      for port in values(var.more_ports) :
      port >= 1 && port <= 65535 && floor(port) == port && !contains([80, 443], port)
    ])
    error_message = join(" ", [
      "more_ports holds ${jsonencode(values(var.more_ports))}: write different ports from 1 to 65535,",
      "not 80 and 443, which are there.",
    ])
  }
}

variable "mutual_tls" {
  description = <<-EOT
    Asks clients for certificates: of an authority in `bundle`, a file of PEM certificates in a bucket of this region,
    or in a `trust_store` that exists; `expired` ones are taken only if you say so. Without both, any certificate is
    taken, and services verify the header `X-Amzn-Mtls-Clientcert`. null asks for none.
  EOT
  type = object({
    bundle      = optional(object({ bucket = object({ name = string }), key = string }))
    expired     = optional(bool, false)
    trust_store = optional(object({ arn = string }))
  })
  default = null

  validation {
    condition     = try(var.mutual_tls.bundle, null) == null || try(var.mutual_tls.trust_store, null) == null
    error_message = "mutual_tls has both bundle and trust_store: write one of them."
  }

  validation {
    condition = try(var.mutual_tls.trust_store, null) == null ? true : can(
      regex("^arn:[^:]+:elasticloadbalancing:[^:]+:[0-9]{12}:truststore/.+$", var.mutual_tls.trust_store.arn)
    )
    error_message = join(" ", [
      "mutual_tls.trust_store is ${jsonencode(try(var.mutual_tls.trust_store, null))}:",
      "write the ARN of a trust store, arn:aws:elasticloadbalancing:…:truststore/….",
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
    condition = length(var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids) >= 2
    error_message = join(" ", [
      "network has ${length(var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids)}",
      "such subnets: a load balancer is in two zones at least, write a network that has them.",
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

variable "tls_policy" {
  description = <<-EOT
    Security policy that says which TLS versions and ciphers are taken: TLS 1.2 and 1.3 with forward secrecy, or
    write one of the stricter `ELBSecurityPolicy-TLS13-1-3-…`.
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

variable "web_acl" {
  description = "Web ACL whose rules every request passes first, a regional one from `edge/waf`."
  type        = object({ arn = string })
  default     = null
}
