# A role of reports, for a partner's account, other roles of the company and pods with tokens: it reads one table and
# takes messages, and can never do more than its boundary.
module "table" {
  source = "../../../../data/dynamodb-table"

  name                = "example-iam-role-complete"
  deletion_protection = false
  partition_key       = { name = "id" }
}

module "queue" {
  source = "../../../../messaging/sqs-queue"

  name = "example-iam-role-complete"
}

# The boundary lets whatever is bound to it read tables; not take messages, whatever the grants say.
resource "aws_iam_policy" "boundary" {
  name   = "example-iam-role-complete"
  policy = data.aws_iam_policy_document.boundary.json
}

data "aws_iam_policy_document" "boundary" {
  #checkov:skip=PLATFORM_WILDCARD_GRANT: a boundary limits what a role may have, and grants nothing
  statement {
    actions   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "xray:GetTraceSummaries"]
    resources = ["*"]
  }
}

resource "aws_iam_openid_connect_provider" "cluster" {
  url            = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLEIAMROLE"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_caller_identity" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
}

module "role" {
  source = "../.."

  name                 = "example-iam-role-complete"
  description          = "Reads orders for reports."
  permissions_boundary = aws_iam_policy.boundary.arn
  session_seconds      = 7200
  unscoped_actions     = ["xray:GetTraceSummaries"]

  callers = {
    company = { organization_id = "o-a1b2c3d4e5" }
    jobs    = { service = "scheduler", source_arn = "arn:aws:scheduler:*:${local.account}:schedule/reports/*" }
    partner = { account_id = "111122223333", external_id = "shop-7f3a" }
    pods    = { service = "pods.eks" }
    reports = { role_arn = module.caller.arn }
  }

  web_identities = {
    cluster = {
      provider = aws_iam_openid_connect_provider.cluster
      subjects = ["system:serviceaccount:reports:orders"]
    }
    other = {
      audience = "reports"
      provider = aws_iam_openid_connect_provider.cluster
      subjects = ["system:serviceaccount:nightly:*"]
    }
  }

  grants = [
    module.table.grants.read,
    module.queue.grants.consume,
    [{ actions = ["xray:GetTraceSummaries"], resources = ["*"], conditions = [] }],
  ]

  tags = { Service = "reports" }
}

# Who assumes it: what it may is in the grant of the other's.
module "caller" {
  source = "../.."

  name    = "example-iam-role-caller"
  callers = { account = { account_id = local.account } }
}

output "caller" {
  value = module.caller
}

output "queue" {
  value = module.queue
}

output "role" {
  value = module.role
}

output "table" {
  value = module.table
}
