# A role for a queue and a key that Terraform elsewhere made: the statements are written by hand, as a grant has them.
data "aws_caller_identity" "this" {}

resource "aws_sqs_queue" "existing" {
  #checkov:skip=PLATFORM_DEAD_LETTERS: represents a queue that exists already
  #checkov:skip=PLATFORM_LONG_POLLING: represents a queue that exists already
  #checkov:skip=PLATFORM_TLS_ONLY: represents a queue that exists already
  name                    = "example-iam-role-existing"
  sqs_managed_sse_enabled = true
}

module "role" {
  source = "../.."

  name    = "example-iam-role-existing"
  callers = { operators = { account_id = data.aws_caller_identity.this.account_id } }

  grants = [[{
    actions    = ["sqs:GetQueueAttributes", "sqs:SendMessage"]
    resources  = [aws_sqs_queue.existing.arn]
    conditions = []
  }]]
}

output "queue_url" {
  value = aws_sqs_queue.existing.url
}

output "role" {
  value = module.role
}
