variable "name" {
  description = "Name of the VPC, and the beginning of the names of what it holds."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,39}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 39 letters, digits, \"_\" or \"-\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of everything in the VPC."
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
    ARNs to notify when a NAT gateway refuses connections or drops packets, usually one SNS topic.
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

variable "availability_zones" {
  description = <<-EOT
    Letters of the zones of the region to spread over, two to six.
    Zones can be added later, at the end; taking one away destroys its subnets.
    With `nat = "single"` the first holds the gateway.
  EOT
  type        = list(string)
  nullable    = false

  validation {
    condition = alltrue([for zone in var.availability_zones : can(regex("^[a-f]$", zone))])
    error_message = join(" ", [
      "availability_zones is ${jsonencode(var.availability_zones)}: write the zones' letters alone, \"a\" to",
      "\"f\", for example [\"a\", \"b\", \"c\"].",
    ])
  }

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "availability_zones is ${jsonencode(var.availability_zones)}: write each letter once."
  }

  validation {
    condition = length(var.availability_zones) >= 2 && length(var.availability_zones) <= 6
    error_message = join(" ", [
      "availability_zones is ${jsonencode(var.availability_zones)}: write 2 to 6 letters, since one zone alone",
      "can fail.",
    ])
  }
}

variable "cidr" {
  description = <<-EOT
    IPv4 range of the VPC, /16 to /20.
    Ranges that may be connected one day must not overlap.
    Cannot be changed later: a change replaces the VPC.
  EOT
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition = (
      can(regex("^[0-9.]+/(1[6-9]|20)$", var.cidr)) &&
      can(cidrhost(var.cidr, 0)) &&
      !can(regex("^(0|127|169\\.254|172\\.17|22[4-9]|2[3-5][0-9])\\.", var.cidr))
    )
    error_message = "cidr is \"${var.cidr}\": write an IPv4 range of /16 to /20, for example \"10.0.0.0/16\"."
  }

  validation {
    condition = try(split("/", var.cidr)[0] == cidrhost(var.cidr, 0), true)
    error_message = join(" ", [
      "cidr is \"${var.cidr}\", which is not where its range begins: write",
      "\"${try(cidrsubnet(var.cidr, 0, 0), "")}\".",
    ])
  }
}

variable "connections" {
  description = <<-EOT
    Ways to other networks, by a name of your choice: a `cidr` that the `tiers` (`private`, `public`) reach through
    one of `peering_connection_id`, `transit_gateway_id` and `vpn_gateway_id`, which you attach to the VPC. Name them
    by the attachment (`aws_ec2_transit_gateway_vpc_attachment.this.transit_gateway_id`), so that it is there first.
  EOT
  type = map(object({
    cidr                  = string
    peering_connection_id = optional(string)
    tiers                 = optional(list(string), ["private"])
    transit_gateway_id    = optional(string)
    vpn_gateway_id        = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for way in var.connections :
      length(compact([way.peering_connection_id, way.transit_gateway_id, way.vpn_gateway_id])) == 1
    ])
    error_message = join(" ", [
      "connections holds ${join(", ", keys(var.connections))}: write exactly one of peering_connection_id,",
      "transit_gateway_id and vpn_gateway_id in each.",
    ])
  }

  validation {
    condition = alltrue([for way in var.connections : can(cidrhost(way.cidr, 0)) && !strcontains(way.cidr, ":")])
    error_message = join(" ", [
      "connections leads to ${jsonencode([for way in var.connections : way.cidr])}: write IPv4 ranges, for example",
      "\"10.50.0.0/16\".",
    ])
  }

  validation {
    condition = alltrue(
    flatten([for way in var.connections : [for tier in way.tiers : contains(["private", "public"], tier)]]))
    error_message = join(" ", [
      "connections is of the tiers ${jsonencode([for way in var.connections : way.tiers])}: write \"private\" or",
      "\"public\"; the database tier has no way out.",
    ])
  }
}

variable "endpoint_accounts" {
  description = "Ids of accounts, besides this one, whose credentials may be used through the endpoints."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for account in var.endpoint_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = join(" ", [
      "endpoint_accounts is ${jsonencode(var.endpoint_accounts)}: write account ids of 12",
      "digits, in quotes.",
    ])
  }
}

variable "endpoint_grants" {
  description = <<-EOT
    What may be done through an endpoint, by the service's short name, as grants of other modules, for example
    `{ s3 = module.orders_bucket.grants.read_write }`. Without them, everything that the callers' own rights allow.
  EOT
  type = map(list(object({
    actions    = list(string)
    resources  = list(string)
    conditions = optional(list(object({ test = string, variable = string, values = list(string) })), [])
  })))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for service in keys(var.endpoint_grants) :
      contains(concat(var.gateway_endpoints, var.interface_endpoints), service)
    ])
    error_message = join(" ", [
      "endpoint_grants is of ${join(", ", keys(var.endpoint_grants))}: write services of gateway_endpoints or",
      "interface_endpoints.",
    ])
  }
}

variable "flow_logs" {
  description = <<-EOT
    What is recorded of the traffic (`ALL`, `REJECT` or `ACCEPT`), for how many days it is kept, and the key that
    encrypts it, from `operations/kms-key` with `logs` among its `services`. null records nothing.
    With a `bucket`, which must let the service `delivery.logs` write (`data/s3-bucket` with such a writer), also
    there, as Parquet under `prefix`; without `cloudwatch` there alone.
  EOT
  type = object({
    bucket         = optional(object({ arn = string }))
    cloudwatch     = optional(bool, true)
    kms_key        = optional(object({ arn = string }))
    prefix         = optional(string)
    retention_days = optional(number, 365)
    traffic        = optional(string, "ALL")
  })
  default = {}

  validation {
    condition = var.flow_logs == null ? true : var.flow_logs.cloudwatch || var.flow_logs.bucket != null
    error_message = join(" ", [
      "flow_logs.cloudwatch is ${jsonencode(try(var.flow_logs.cloudwatch, null))} without a bucket:",
      "write one, or null for flow_logs to record nothing.",
    ])
  }

  validation {
    condition = try(var.flow_logs.prefix, null) == null ? true : can(
      regex("^[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)*$", var.flow_logs.prefix)
    )
    error_message = join(" ", [
      "flow_logs.prefix is ${jsonencode(try(var.flow_logs.prefix, null))}: write it without \"/\" at its ends,",
      "for example \"network/shop\".",
    ])
  }

  validation {
    condition = var.flow_logs == null ? true : contains(["ALL", "REJECT", "ACCEPT"], var.flow_logs.traffic)
    error_message = join(" ", [
      "flow_logs.traffic is \"${try(var.flow_logs.traffic, "")}\": write \"ALL\",",
      "\"REJECT\" or \"ACCEPT\".",
    ])
  }

  validation {
    condition = var.flow_logs == null ? true : contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.flow_logs.retention_days,
    )
    error_message = join(" ", [
      "flow_logs.retention_days is ${try(var.flow_logs.retention_days, 0)}: CloudWatch Logs keeps for 1, 3, 5,",
      "7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days,",
      "write one of these, or 0 to keep them for ever.",
    ])
  }

  validation {
    condition = try(var.flow_logs.kms_key, null) == null || can(
      regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.flow_logs.kms_key.arn)
    )
    error_message = join(" ", [
      "flow_logs.kms_key is ${jsonencode(try(var.flow_logs.kms_key, null))}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }
}

variable "gateway_endpoints" {
  description = "Services reached past NAT at no charge: `s3`, `dynamodb`."
  type        = list(string)
  default     = ["s3", "dynamodb"]
  nullable    = false

  validation {
    condition = alltrue([for service in var.gateway_endpoints : contains(["s3", "dynamodb"], service)])
    error_message = join(" ", [
      "gateway_endpoints is ${jsonencode(var.gateway_endpoints)}: only \"s3\" and \"dynamodb\" have gateway",
      "endpoints, write others in interface_endpoints.",
    ])
  }
}

variable "interface_endpoints" {
  description = <<-EOT
    Services reached past NAT through an address in each private subnet, by short name: `sqs`, `ecr.api`,
    `secretsmanager`.
    Each is paid by the hour and zone.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for service in var.interface_endpoints : can(regex("^[a-z0-9.-]+$", service)) && !startswith(service, "com.")
    ])
    error_message = join(" ", [
      "interface_endpoints is ${jsonencode(var.interface_endpoints)}: write services' short names, such as",
      "\"sqs\" for com.amazonaws.<region>.sqs.",
    ])
  }

  validation {
    condition = length(setintersection(var.interface_endpoints, ["s3", "dynamodb"])) == 0
    error_message = join(" ", [
      "interface_endpoints is ${jsonencode(var.interface_endpoints)}: write \"s3\" and \"dynamodb\" in",
      "gateway_endpoints, where they cost nothing.",
    ])
  }
}

variable "ipam_pool" {
  description = <<-EOT
    Pool of VPC IPAM that `cidr` is taken from, so that no other VPC gets it. Of a VPC that is there already the pool
    finds the range itself: adding it here changes nothing.
  EOT
  type        = object({ id = string })
  default     = null
}

variable "ipv6" {
  description = <<-EOT
    Whether the VPC has an IPv6 range beside its IPv4 one.
    Can be turned on later, not off: AWS keeps the range while subnets use it.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "nat" {
  description = <<-EOT
    How the private tier goes out: `per-zone` (a NAT gateway per zone: a zone can fail alone), `single` (one
    gateway: cheaper, but its zone takes the way out of all along, and traffic between zones is paid) or `none`
    (only endpoints).
    Can be changed at any time; open connections break.
  EOT
  type        = string
  default     = "per-zone"
  nullable    = false

  validation {
    condition     = contains(["none", "single", "per-zone"], var.nat)
    error_message = "nat is \"${var.nat}\": write \"per-zone\", \"single\" or \"none\"."
  }
}

variable "nat_addresses" {
  description = <<-EOT
    Elastic IPs that the private tier is seen from outside by, by the zone letter of their gateway: an `aws_eip` each,
    which outlives the VPC. Others are the module's own. Another address replaces the gateway: open connections break.
  EOT
  type        = map(object({ allocation_id = string }))
  default     = {}
  nullable    = false

  validation {
    condition = length(setsubtract(keys(var.nat_addresses), (
      var.nat == "none" ? [] : var.nat == "single" ? slice(var.availability_zones, 0, 1) : var.availability_zones
    ))) == 0
    error_message = join(" ", [
      "nat_addresses is of the zones ${join(", ", keys(var.nat_addresses))}: write zones that have a",
      "gateway, with nat",
      "= \"${var.nat}\".",
    ])
  }
}

variable "secondary_cidrs" {
  description = <<-EOT
    Further IPv4 ranges of the VPC, /16 to /25, for example for the pods of a Kubernetes cluster: each has a subnet in
    every zone, which goes out and is reached as the private tier. Add them at the end.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  # https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
  validation {
    condition = length(var.secondary_cidrs) <= 4 && alltrue([
      for cidr in var.secondary_cidrs :
      can(regex("^(10|172\\.(1[6-9]|2[0-9]|3[01])|192\\.168|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))\\.",
      cidr)) &&
      can(regex("/(1[6-9]|2[0-5])$", cidr)) && try(split("/", cidr)[0] == cidrhost(cidr, 0), false)
    ])
    error_message = join(" ", [
      "secondary_cidrs is ${jsonencode(var.secondary_cidrs)}: write up to 4 ranges of private IPv4 addresses, /16 to",
      "/25, from where they begin, for example \"100.64.0.0/16\".",
    ])
  }
}

variable "tier_tags" {
  description = <<-EOT
    Tags of the subnets of one tier, besides `tags`: for Karpenter, Cilium and others that find subnets by them.
  EOT
  type = object({
    database  = optional(map(string), {})
    private   = optional(map(string), {})
    public    = optional(map(string), {})
    secondary = optional(map(string), {})
  })
  default  = {}
  nullable = false
}
