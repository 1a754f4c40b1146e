# The grants of the role shop need
module "iam_role_too_long" {
  source = "../../../../modules/operations/iam-role"

  name    = "shop"
  callers = { jobs = { service = "scheduler" } }
  grants = [[{
    actions    = ["sqs:SendMessage"]
    resources  = [for number in range(170) : "arn:aws:sqs:eu-west-1:000000000000:queue-of-a-long-name-${number}"]
    conditions = []
  }]]
}

module "iam_role_wild_resources" {
  source = "../../../../modules/operations/iam-role"

  name    = "shop"
  callers = { jobs = { service = "scheduler" } }
  # grants allow on every resource there is: instead of sqs:SendMessage write grants.send, consume or redrive of messaging/sqs-queue; instead of textract:AnalyzeDocument write the ARNs it is about; instead of s3:GetObject write
  grants = [
    [{ actions = ["ecr:GetAuthorizationToken"], resources = ["*"], conditions = [] }],
    [{ actions = ["sqs:SendMessage"], resources = ["arn:aws:sqs:*:*:*"], conditions = [] }],
    [{ actions = ["textract:AnalyzeDocument"], resources = ["*"], conditions = [] }],
    [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::*"], conditions = [] }],
  ]
}

module "iam_role_of_nobody" {
  source = "../../../../modules/operations/iam-role"

  name = "shop"
  # callers and web_identities are empty: write who may assume the role
  callers = {}
}
