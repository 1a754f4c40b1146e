variable "name" {
  description = "Name of the layer. Cannot be changed later: versions of another name are another layer."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,100}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 100 letters, digits, \"_\" or \"-\", for example \"shop-prod-libraries\".",
    ])
  }
}

variable "architectures" {
  description = "Processors that the files run on. Both, for files without compiled code."
  type        = list(string)
  default     = ["arm64", "x86_64"]
  nullable    = false

  validation {
    condition = length(var.architectures) > 0 && alltrue([
      for architecture in var.architectures : contains(["arm64", "x86_64"], architecture)
    ])
    error_message = "architectures is ${jsonencode(var.architectures)}: write \"arm64\", \"x86_64\" or both."
  }
}

variable "callers" {
  description = <<-EOT
    Others whose functions may have the layer, by a name of your choice: exactly one of `account_id` and
    `organization_id` (all accounts of an organization). One entry at most: of several, the AWS provider reads the
    first only, and would replace the others at each apply.
  EOT
  type = map(object({
    account_id      = optional(string)
    organization_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.callers) <= 1
    error_message = "There are ${length(var.callers)} callers: write 1, for several accounts their organization."
  }

  validation {
    condition = alltrue([
      for caller in var.callers : (caller.account_id == null) != (caller.organization_id == null)
      && can(regex("^([0-9]{12}|o-[a-z0-9]{10,32})$", try(coalesce(caller.account_id, caller.organization_id), "")))
    ])
    error_message = join(" ", [
      "callers is ${jsonencode(var.callers)}: write exactly one of account_id, of 12 digits, and organization_id, such",
      "as \"o-a1b2c3d4e5\", for each.",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.callers) : can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])
    error_message = join(" ", [
      "callers holds ${join(", ", keys(var.callers))}: the names become statement ids, write letters, digits, \"_\" or",
      "\"-\".",
    ])
  }
}

variable "description" {
  description = "What is in the layer."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 256
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 256."
  }
}

variable "keep_versions" {
  description = <<-EOT
    Whether a version stays when a newer one is published, and when the module is taken away. Versions of functions that
    name an old one go on running without it, but cannot be changed any more.
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "license" {
  description = "License of the files: an SPDX identifier such as `MIT`, or an address."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[^\n]{1,512}$", coalesce(var.license, " ")))
    error_message = "license has ${length(coalesce(var.license, " "))} characters: write one line of at most 512."
  }
}

variable "package" {
  description = <<-EOT
    Zip with the files, for Python below `python/`, for Node below `nodejs/node_modules/`: a file (`path`), of which a
    version is published only when its content changes; or an object of a `bucket` (`data/s3-bucket` or `{ name }`) by
    its `key`, and `version` where the key stays the same. A file above 50 MB also needs the `bucket`: it is put there
    first.
  EOT
  type = object({
    bucket  = optional(object({ name = string }))
    key     = optional(string)
    path    = optional(string)
    version = optional(string)
  })
  nullable = false

  validation {
    condition = var.package.path == null ? true : fileexists(var.package.path)
    error_message = join(" ", [
      "There is no file \"${try(coalesce(var.package.path), "")}\": build the package first, with your own build or",
      "\"./invokew packages\".",
    ])
  }

  validation {
    condition = alltrue([
      (var.package.path == null) != (var.package.key == null),
      var.package.key == null || var.package.bucket != null,
      var.package.version == null || var.package.key != null,
    ])
    error_message = join(" ", [
      "package has",
      "${join(", ", [
        for name in ["bucket", "key", "path", "version"] : name if var.package[name] != null
      ])}: write a path, a path and the bucket it goes through, or a bucket, a key and, where the key stays the",
      "same, a version.",
    ])
  }
}

variable "runtimes" {
  description = "Runtimes that the files are for, up to 15. Lambda shows them and does not check them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.runtimes) <= 15
    error_message = "There are ${length(var.runtimes)} runtimes: Lambda takes 15, write fewer."
  }

  validation {
    condition = alltrue([
      for runtime in var.runtimes :
      can(regex("^([a-z]+[0-9.]*[0-9](\\.x|\\.al2|\\.al2023)?|provided\\.al2(023)?)$", runtime))
    ])
    error_message = "runtimes is ${jsonencode(var.runtimes)}: write names of Lambda's, such as \"python3.13\"."
  }
}
