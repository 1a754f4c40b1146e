variable "name" {
  description = "Name of the repository, `/` between its parts."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*$", var.name)) && length(var.name) >= 2 && length(var.name) <= 256
    )
    error_message = join(" ", [
      "name is \"${var.name}\": write 2 to 256 lower-case letters and digits, with single \"/\", \".\", \"_\"",
      "or \"-\" between them, for example \"shop/users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the repository."
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

variable "deletion_protection" {
  description = "Whether the repository can only be deleted when it holds no image."
  type        = bool
  default     = true
  nullable    = false
}

variable "functions_of_accounts" {
  description = <<-EOT
    Ids of accounts whose Lambda functions are made of these images.
    This account needs no entry if the principal that makes them may set the repository's policy.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for account in var.functions_of_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = join(" ", [
      "functions_of_accounts is ${jsonencode(var.functions_of_accounts)}: write account ids of 12 digits, in",
      "quotes.",
    ])
  }
}

variable "kept_images" {
  description = <<-EOT
    How many images are kept, the newest.
    Each can be rolled back to: keep more than are released between two rollbacks you may need.
  EOT
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition = var.kept_images >= 2 && floor(var.kept_images) == var.kept_images
    error_message = join(" ", [
      "kept_images is ${var.kept_images}: write a whole number, at least 2, the image that runs and the one",
      "before it.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the images, from `operations/kms-key`.
    Without one, ECR encrypts with a key of its own.
    Cannot be changed later: a change replaces the repository.
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

variable "pull_accounts" {
  description = "Ids of other accounts whose roles may pull, if their own policies let them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for account in var.pull_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "pull_accounts is ${jsonencode(var.pull_accounts)}: write account ids of 12 digits, in quotes."
  }
}

variable "untagged_days" {
  description = "Days after which an image without a tag is deleted."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.untagged_days >= 1 && floor(var.untagged_days) == var.untagged_days
    error_message = "untagged_days is ${var.untagged_days}: write a whole number of days, 1 or more."
  }
}
