variable "name" {
  description = "Name of the bucket, unique in all of AWS."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name)) &&
      !can(regex("^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$", var.name))
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 3 to 63 lower-case letters, digits or \"-\", no dots (they break TLS),",
      "for example \"shop-prod-uploads-123456789012\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the bucket, its alarms and its role."
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
    Bucket that takes a record of every request, as a whole module whose `writers` have the service `logging.s3`,
    and the `prefix` of the records, by default the bucket's name and "/". null logs none.
  EOT
  type        = object({ bucket = object({ name = string }), prefix = optional(string) })
  default     = null
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when S3 fails requests or an object could not be copied, usually one SNS topic.
    With any, S3 also counts the requests, which costs about $2 a month.
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

variable "archives" {
  description = <<-EOT
    When objects that are not read move to slower and cheaper archives, by a name of your choice, for those of the
    storage class INTELLIGENT_TIERING whose key starts with `prefix`: days without access by archive (`{
    ARCHIVE_ACCESS = 90, DEEP_ARCHIVE_ACCESS = 180 }`).
    To be read, they have to be restored, which takes hours.
    `lifecycle_rules` bring objects into the class: `transitions = { INTELLIGENT_TIERING = 0 }`.
  EOT
  type        = map(object({ tiers = map(number), prefix = optional(string, "") }))
  default     = {}
  nullable    = false

  # https://docs.aws.amazon.com/AmazonS3/latest/API/API_Tiering.html
  validation {
    condition = alltrue([
      for archive in var.archives :
      length(archive.tiers) > 0 &&
      length(setsubtract(keys(archive.tiers), ["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"])) == 0
    ])
    error_message = join(" ", [
      "archives has the tiers ${jsonencode([for archive in var.archives : keys(archive.tiers)])}: write",
      "ARCHIVE_ACCESS, DEEP_ARCHIVE_ACCESS or both in each.",
    ])
  }

  validation {
    condition = alltrue(
      flatten([
        for archive in var.archives :
        [for tier, days in archive.tiers : days >= (tier == "DEEP_ARCHIVE_ACCESS" ? 180 : 90) && days <= 730]
      ])
    )
    error_message = join(" ", [
      "archives has tiers after ${jsonencode([for archive in var.archives : archive.tiers])} days: write 90 to",
      "730 for ARCHIVE_ACCESS, 180 to 730 for DEEP_ARCHIVE_ACCESS.",
    ])
  }
}

variable "callers" {
  description = <<-EOT
    Who may use the bucket by its policy, by a name of your choice: others than the services of `readers` and `writers`
    and the roles of this account that carry a grant, for `actions` such as `s3:GetObject` (of objects whose keys begin
    with `prefix`) and `s3:ListBucket` (of the whole bucket; a condition on `s3:prefix` narrows it).
    Of each exactly one of `account_id` (the principals that the account's own policies allow; `*` is everyone, who
    then needs a condition), `organization_id`, `role_arn`, and `service` with the `source_arn` that it works for, also
    of another account. `conditions` narrow it, all of them; `effect = "Deny"` forbids what others allow.
    Callers of other accounts also need the `kms_key`: `callers` of `operations/kms-key`.
  EOT
  type = map(object({
    account_id      = optional(string)
    actions         = list(string)
    conditions      = optional(list(object({ test = string, variable = string, values = list(string) })), [])
    effect          = optional(string, "Allow")
    organization_id = optional(string)
    prefix          = optional(string, "")
    role_arn        = optional(string)
    service         = optional(string)
    source_arn      = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for caller in var.callers : length([
        for given in [caller.account_id, caller.organization_id, caller.role_arn, caller.service] : true
        if given != null
      ]) == 1
    ])
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))}: write exactly one of account_id, organization_id, role_arn",
      "and service for each.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : can(regex("^([0-9]{12}|\\*|-)$", coalesce(caller.account_id, "-")))
      && can(regex("^(o-[a-z0-9]{10,32}|-)$", coalesce(caller.organization_id, "-")))
      && can(regex("^(arn:[^:]+:iam::[0-9]{12}:role/.+|-)$", coalesce(caller.role_arn, "-")))
    ])
    error_message = join(" ", [
      "callers holds",
      jsonencode([
        for caller in var.callers : coalesce(caller.account_id, caller.organization_id, caller.role_arn, "-")
        if caller.service == null
      ]),
      "as accounts, organizations and roles: write account ids of 12 digits, ids of organizations such as",
      "\"o-a1b2c3d4e5\", and ARNs of roles, arn:aws:iam::…:role/….",
    ])
  }

  # A bucket's ARN names no account, and a deleted bucket's name is free for anyone to take.
  validation {
    condition = alltrue([
      for caller in var.callers : caller.service == null ? caller.source_arn == null : alltrue([
        can(regex("^[a-z0-9.-]+$", caller.service)),
        !endswith(caller.service, ".amazonaws.com"),
        can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", caller.source_arn)),
        anytrue([
          try(split(":", caller.source_arn)[4], "") != "",
          contains([for each in caller.conditions : lower(each.variable)], "aws:sourceaccount"),
        ]),
      ])
    ])
    error_message = join(" ", [
      "callers has the services",
      jsonencode({
        for name, caller in var.callers : name => [caller.service, caller.source_arn]
        if caller.service != null || caller.source_arn != null
      }),
      "with their source_arn: write a short name, such as \"sns\" for sns.amazonaws.com, and the ARN that it works",
      "for; where that names no account, as a bucket's, also a condition on aws:SourceAccount.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : caller.account_id != "*" || (
        caller.effect == "Deny" ? length(caller.conditions) > 0 : anytrue([
          for each in caller.conditions :
          can(regex("^(ForAnyValue:)?(String(Equals(IgnoreCase)?|Like)|Arn(Equals|Like)|IpAddress)$", each.test))
          && contains([
            "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
            "aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceorgid", "aws:sourcevpc",
            "aws:sourcevpce", "kms:calleraccount",
          ], lower(each.variable))
          && alltrue([for value in each.values : !can(regex("^(\\*+|0\\.0\\.0\\.0/0|::/0)$", value))])
        ])
      )
    ])
    error_message = join(" ", [
      "callers holds",
      jsonencode([for name, caller in var.callers : name if caller.account_id == "*"]),
      "for everyone, account_id = \"*\": write a condition that says who of them, on aws:PrincipalOrgID,",
      "aws:SourceVpce or another key of the caller, or write an organization_id instead.",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.callers) : can(regex("^[a-zA-Z0-9_-]{1,64}$", name))]) && (
      length(distinct([for name in keys(var.callers) : replace(title(name), "/[^a-zA-Z0-9]/", "")]))
      == length(var.callers)
    )
    error_message = join(" ", [
      "callers holds ${jsonencode(keys(var.callers))}: their letters and digits become ids of statements, write",
      "names of up to 64 letters, digits, \"_\" or \"-\" that differ by more than their case, \"_\" and \"-\".",
    ])
  }

  validation {
    condition = alltrue([for caller in var.callers : contains(["Allow", "Deny"], caller.effect)])
    error_message = join(" ", [
      "callers holds the effects ${jsonencode([for caller in var.callers : caller.effect])}: write \"Allow\" or",
      "\"Deny\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for caller in var.callers : [
        for each in caller.conditions : alltrue([
          length(each.values) > 0,
          can(regex("^[a-z0-9-]+:.+$", each.variable)),
          contains(local.condition_operators, replace(each.test, "/^(ForAllValues|ForAnyValue):/", "")),
        ])
      ]
    ]))
    error_message = join(" ", [
      "callers has the conditions ${jsonencode(flatten([for caller in var.callers : caller.conditions]))}: write an",
      "operator of IAM's as test, such as \"StringEquals\", a condition key as variable, such as",
      "\"aws:PrincipalOrgID\", and one value at least.",
    ])
  }

  validation {
    condition = alltrue([
      for caller in var.callers : length(caller.actions) > 0 && alltrue([
        for action in caller.actions :
        can(regex("^s3:[a-zA-Z]+$", action)) || (caller.effect == "Deny" && action == "s3:*")
      ])
    ])
    error_message = join(" ", [
      "callers has the actions ${jsonencode(distinct(flatten([for caller in var.callers : caller.actions])))}: write",
      "one at least, those of S3 alone and each in full, such as \"s3:GetObject\".",
    ])
  }
}

variable "cors" {
  description = "What browsers may do from pages of other `origins`."
  type = list(object({
    origins         = list(string)
    methods         = optional(list(string), ["GET", "HEAD"])
    headers         = optional(list(string), [])
    exposed_headers = optional(list(string), [])
    max_age_seconds = optional(number, 3600)
  }))
  default  = []
  nullable = false

  validation {
    condition = alltrue(
      flatten([
        for rule in var.cors :
        [for method in rule.methods : contains(["DELETE", "GET", "HEAD", "POST", "PUT"], method)]
      ])
    )
    error_message = join(" ", [
      "cors names the methods ${jsonencode(distinct(flatten([for rule in var.cors : rule.methods])))}: write",
      "some of \"DELETE\", \"GET\", \"HEAD\", \"POST\" and \"PUT\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.cors : [for text in concat(rule.origins, rule.headers) : can(regex("^[^*]*[*]?[^*]*$", text))]
    ]))
    error_message = join(" ", [
      "cors has ${jsonencode([for rule in var.cors : concat(rule.origins, rule.headers)])}: write",
      "at most one \"*\" in each origin and header.",
    ])
  }

  validation {
    condition = alltrue([
      for rule in var.cors : rule.max_age_seconds == null ? true :
      rule.max_age_seconds >= 0 && floor(rule.max_age_seconds) == rule.max_age_seconds
    ])
    error_message = join(" ", [
      "cors has max_age_seconds ${jsonencode([for rule in var.cors : rule.max_age_seconds])}:",
      "write whole numbers from 0 on.",
    ])
  }
}

variable "event_bridge" {
  description = <<-EOT
    Whether S3 sends every change to the account's default event bus.
    `notifications` is for targets of the bucket's own.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "force_destroy" {
  description = "Whether the bucket can be destroyed with objects in it, and they with it."
  type        = bool
  default     = false
  nullable    = false
}

variable "inventories" {
  description = <<-EOT
    Lists of the objects, by a name of your choice: the `bucket` that takes them as a whole module, whose
    `writers` have the service `s3`; `frequency` (`Daily`, `Weekly`); `format` (`Parquet`, `ORC`, `CSV`); for keys
    that start with `prefix`, with all `versions` or the current one only, and the `fields` of each beside its
    key.
    `kms_key` encrypts the lists; without one they are encrypted as that bucket does.
    They are under `inventory/<bucket>/<name>/` there.
  EOT
  type = map(object({
    bucket = object({ name = string })
    fields = optional(
      list(string),
      ["EncryptionStatus", "LastModifiedDate", "ReplicationStatus", "Size", "StorageClass"]
    )
    format    = optional(string, "Parquet")
    frequency = optional(string, "Weekly")
    kms_key   = optional(object({ arn = string }))
    prefix    = optional(string, "")
    versions  = optional(bool, true)
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryConfiguration.html
  validation {
    condition = length(setsubtract(flatten([for inventory in var.inventories : inventory.fields]), [
      "BucketKeyStatus", "ChecksumAlgorithm", "ETag", "EncryptionStatus", "IntelligentTieringAccessTier",
      "IsMultipartUploaded",
      "LastModifiedDate", "ObjectAccessControlList", "ObjectLockLegalHoldStatus", "ObjectLockMode",
      "ObjectLockRetainUntilDate", "ObjectOwner", "ReplicationStatus", "Size", "StorageClass",
    ])) == 0
    error_message = join(" ", [
      "inventories has the fields ${jsonencode([for inventory in var.inventories : inventory.fields])}: write",
      "some that S3 knows, such as ETag, LastModifiedDate, Size and StorageClass.",
    ])
  }

  validation {
    condition = alltrue([for inventory in var.inventories : contains(["CSV", "ORC", "Parquet"], inventory.format)])
    error_message = join(" ", [
      "inventories has the formats ${jsonencode([for inventory in var.inventories : inventory.format])}: write",
      "\"CSV\", \"ORC\" or \"Parquet\".",
    ])
  }

  validation {
    condition = alltrue([for inventory in var.inventories : contains(["Daily", "Weekly"], inventory.frequency)])
    error_message = join(" ", [
      "inventories has the frequencies ${jsonencode([for inventory in var.inventories : inventory.frequency])}:",
      "write \"Daily\" or \"Weekly\".",
    ])
  }

  validation {
    condition = alltrue([
      for inventory in var.inventories :
      inventory.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", inventory.kms_key.arn))
    ])
    error_message = join(" ", [
      "inventories has the keys ${jsonencode([for inventory in var.inventories : inventory.kms_key])}:",
      "write ARNs of keys, arn:aws:kms:…:key/…, not of aliases.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the objects, from `operations/kms-key`.
    Without one, S3 encrypts with a key of its own.
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

variable "lifecycle_rules" {
  description = <<-EOT
    What becomes of objects as they age, by a name of your choice, for those whose key starts with `prefix`:
    `transitions` are days by storage class (`{ STANDARD_IA = 30, GLACIER_IR = 90 }`), after `expire_days` they
    are deleted, and stay for `noncurrent_days` more as a version.
  EOT
  type = map(object({
    prefix      = optional(string, "")
    expire_days = optional(number)
    transitions = optional(map(number), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for rule in var.lifecycle_rules : rule.expire_days != null || length(rule.transitions) > 0])
    error_message = join(" ", [
      "lifecycle_rules holds",
      "${join(
        ", ",
        [
          for name, rule in var.lifecycle_rules :
          name if rule.expire_days == null && length(rule.transitions) == 0
        ]
      )},",
      "which does nothing: write expire_days or transitions.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules :
      [
        for class in keys(rule.transitions) :
        contains(["DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA"], class)
      ]
    ]))
    error_message = join(" ", [
      "lifecycle_rules has transitions to",
      "${join(", ", distinct(flatten([for rule in var.lifecycle_rules : keys(rule.transitions)])))}: write",
      "DEEP_ARCHIVE, GLACIER, GLACIER_IR, INTELLIGENT_TIERING, ONEZONE_IA or STANDARD_IA.",
    ])
  }

  validation {
    condition = alltrue(
      flatten([
        for rule in var.lifecycle_rules :
        [for class, days in rule.transitions : !contains(["ONEZONE_IA", "STANDARD_IA"], class) || days >= 30]
      ])
    )
    error_message = join(" ", [
      "lifecycle_rules has transitions",
      "${jsonencode({ for name, rule in var.lifecycle_rules : name => rule.transitions })}: S3 moves objects to",
      "ONEZONE_IA and STANDARD_IA after 30 days at the earliest, write 30 or more.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for days in concat(values(rule.transitions), rule.expire_days == null ? [] : [rule.expire_days - 1]) :
        days >= 0 && floor(days) == days
      ]
    ]))
    error_message = join(" ", [
      "lifecycle_rules is ${jsonencode(var.lifecycle_rules)}: write whole days, of transitions",
      "from 0 on and of expire_days from 1 on.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for days in values(rule.transitions) : rule.expire_days == null ? true : days < rule.expire_days
      ]
    ]))
    error_message = "lifecycle_rules is ${jsonencode(var.lifecycle_rules)}: write expire_days after all transitions."
  }

  validation {
    condition = alltrue(flatten([
      for classes in [
        # In the order in which objects can move on.
        ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
        ] : [
        for rule in var.lifecycle_rules : [
          for before in [for class in classes : class if contains(keys(rule.transitions), class)] : [
            for after, days in rule.transitions :
            days >= rule.transitions[before] + (contains(["STANDARD_IA", "ONEZONE_IA"], before) ? 30 : 0)
            if index(classes, after) > index(classes, before)
          ]
        ]
      ]
    ]))
    error_message = join(" ", [
      "lifecycle_rules is ${jsonencode(var.lifecycle_rules)}: write transitions to colder classes",
      "later, and 30 days or more after one to STANDARD_IA or ONEZONE_IA.",
    ])
  }
}

variable "noncurrent_days" {
  description = <<-EOT
    Days for which an overwritten or deleted object can still be brought back. null keeps its versions for ever.
  EOT
  type        = number
  default     = 90

  validation {
    condition = (
      var.noncurrent_days == null ? true :
      var.noncurrent_days >= 1 && floor(var.noncurrent_days) == var.noncurrent_days
    )
    error_message = join(" ", [
      "noncurrent_days is ${coalesce(var.noncurrent_days, 0)}: write 1 day or more, or null to keep versions",
      "for ever.",
    ])
  }
}

variable "notifications" {
  description = <<-EOT
    Who hears of changes, by a name of your choice: exactly one of `queue`, `topic` and `function` (as the whole
    module), the `events`, and the `prefix` and `suffix` of the keys.
    Queues and topics let the bucket in (`senders`, `publishers`); functions need no entry.
  EOT
  type = map(object({
    queue    = optional(object({ arn = string }))
    topic    = optional(object({ arn = string }))
    function = optional(object({ arn = string, name = string, alias = optional(string) }))
    events   = optional(list(string), ["s3:ObjectCreated:*"])
    prefix   = optional(string)
    suffix   = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for notification in var.notifications :
      length([
        for target in [notification.queue != null, notification.topic != null, notification.function != null] :
        target if target
      ]) == 1
    ])
    error_message = join(" ", [
      "notifications holds ${join(", ", keys(var.notifications))}: write exactly one of queue, topic and",
      "function in each.",
    ])
  }

  validation {
    condition = alltrue(
      flatten([for notification in var.notifications : [for event in notification.events : startswith(event, "s3:")]])
    )
    error_message = join(" ", [
      "notifications names the events",
      "${jsonencode(distinct(flatten([for notification in var.notifications : notification.events])))}: write",
      "them as S3 does, such as \"s3:ObjectCreated:*\" or \"s3:ObjectRemoved:Delete\".",
    ])
  }
}

variable "object_lock" {
  description = <<-EOT
    Days for which no version of a new object can be deleted or overwritten: in `GOVERNANCE` mode except by those
    who may bypass it, in `COMPLIANCE` mode by no principal, not even AWS.
    It can be set on a bucket that holds objects, and never be taken off it.
  EOT
  type        = object({ days = number, mode = optional(string, "GOVERNANCE") })
  default     = null

  validation {
    condition     = var.object_lock == null ? true : contains(["COMPLIANCE", "GOVERNANCE"], var.object_lock.mode)
    error_message = "object_lock.mode is \"${try(var.object_lock.mode, "")}\": write \"GOVERNANCE\" or \"COMPLIANCE\"."
  }

  validation {
    condition = (
      var.object_lock == null ? true :
      var.object_lock.days >= 1 &&
      var.object_lock.days <= 36500 &&
      floor(var.object_lock.days) == var.object_lock.days
    )
    error_message = "object_lock.days is ${try(var.object_lock.days, 0)}: write 1 to 36500 days."
  }
}

variable "presign_seconds" {
  description = <<-EOT
    Seconds for which an address signed with `grants.presign_read` or `grants.presign_write` works at most,
    whatever the signer writes into it.
  EOT
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition = (
      var.presign_seconds >= 1 && var.presign_seconds <= 604800 && floor(var.presign_seconds) == var.presign_seconds
    )
    error_message = "presign_seconds is ${var.presign_seconds}: write 1 to 604800 seconds (7 days)."
  }
}

variable "readers" {
  description = <<-EOT
    AWS services that read objects, by a name of your choice: the service's short name (`cloudfront`), the ARN of
    the distribution or other resource it reads for, without which it may be any of this account, and the `prefix`
    of the keys.
    Roles need no entry: they carry `grants.read`.
  EOT
  type        = map(object({ service = string, source_arn = optional(string), prefix = optional(string, "") }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for reader in var.readers :
      can(regex("^[a-z0-9.-]+$", reader.service)) && !endswith(reader.service, ".amazonaws.com")
    ])
    error_message = join(" ", [
      "readers holds the services ${jsonencode([for reader in var.readers : reader.service])}: write short",
      "names, such as \"cloudfront\" for cloudfront.amazonaws.com.",
    ])
  }
}

variable "replicas" {
  description = <<-EOT
    Buckets that get a copy of every new object, by a name of your choice: the `bucket` as a whole module (in
    another region by its `providers`), the `prefix` of the keys, the `storage_class` of the copies, and whether
    deletions are copied too.
    `kms_key` is the copy's key where that bucket has one.
  EOT
  type = map(object({
    bucket         = object({ arn = string, name = string })
    delete_markers = optional(bool, true)
    kms_key        = optional(object({ arn = string }))
    prefix         = optional(string, "")
    storage_class  = optional(string, "STANDARD")
  }))
  default  = {}
  nullable = false

  validation {
    condition = var.kms_key == null || alltrue([for replica in var.replicas : replica.kms_key != null])
    error_message = join(" ", [
      "replicas has ${join(", ", [for name, replica in var.replicas : name if replica.kms_key == null])}",
      "without kms_key: objects encrypted with a key are copied only to one with a key, write the kms_key of",
      "the copies.",
    ])
  }

  validation {
    condition = alltrue([
      for replica in var.replicas :
      replica.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", replica.kms_key.arn))
    ])
    error_message = join(" ", [
      "replicas has the keys ${jsonencode([for replica in var.replicas : replica.kms_key])}:",
      "write ARNs of keys, arn:aws:kms:…:key/…, not of aliases.",
    ])
  }
}

variable "writers" {
  description = <<-EOT
    AWS services that write objects, by a name of your choice: the service's short name (`logging.s3` for access
    logs of other buckets), the ARN of the resource it writes for, without which it may be any of this account,
    and the `prefix` of the keys.
    Roles need no entry: they carry `grants.write`.
  EOT
  type        = map(object({ service = string, source_arn = optional(string), prefix = optional(string, "") }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for writer in var.writers :
      can(regex("^[a-z0-9.-]+$", writer.service)) && !endswith(writer.service, ".amazonaws.com")
    ])
    error_message = join(" ", [
      "writers holds the services ${jsonencode([for writer in var.writers : writer.service])}: write short",
      "names, such as \"logging.s3\" for logging.s3.amazonaws.com.",
    ])
  }

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  validation {
    condition = var.kms_key == null || alltrue([for writer in var.writers : writer.service != "logging.s3"])
    error_message = join(" ", [
      "writers has logging.s3 and kms_key is set: S3 delivers access logs only where it encrypts with its own",
      "key, leave out kms_key.",
    ])
  }
}
