variable "name" {
  description = "Name of the policy, its `Id`."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 80 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-welcome\".",
    ])
  }
}

variable "queue" {
  description = <<-EOT
    Queue whose policy it is: `messaging/sqs-queue` as a whole, with `senders = null`, or a queue that exists already.
    Its `dead_letter_queue` gets the same policy.
  EOT
  type = object({
    arn               = string
    url               = string
    dead_letter_queue = optional(object({ arn = string, url = string }))
  })
  nullable = false
}

variable "senders" {
  description = <<-EOT
    AWS services that send to the queue, by a name of your choice, as in `messaging/sqs-queue`: the service's short name
    (`events`, `sns`, `s3`) and the ARN of the rule, topic or bucket it sends for. Roles need no entry: they carry
    the queue's `grants.send`.
  EOT
  type        = map(object({ service = string, source_arn = string }))
  nullable    = false

  validation {
    condition = alltrue([for sender in var.senders : can(regex("^[a-z0-9-]+$", sender.service))])
    error_message = join(" ", [
      "senders holds the services ${jsonencode([for sender in var.senders : sender.service])}: write short",
      "names, such as \"events\" for events.amazonaws.com.",
    ])
  }
}
