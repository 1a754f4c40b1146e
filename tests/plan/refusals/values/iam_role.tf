module "iam_role" {
  source = "../../../../modules/operations/iam-role"

  # name is "shop/reports": write 1 to 64 letters, digits or
  name = "shop/reports"
  # callers holds ["nobody"]: write exactly one of service, account_id, role_arn and
  callers = { nobody = {} }
  # description is "Zürich – Genf": write up to 1000 letters of Latin script
  description = "Zürich – Genf"
  # session_seconds is 600: write 3600 to 43200 seconds (12 hours)
  session_seconds = 600
  # unscoped_actions is ["textract:*"]: write each action in full
  unscoped_actions = ["textract:*"]
}

module "iam_role_of_services" {
  source = "../../../../modules/operations/iam-role"

  name = "shop"
  # callers holds the services ["lambda.amazonaws.com"]: write short names
  callers = { function = { service = "lambda.amazonaws.com" } }
}

module "iam_role_of_providers" {
  source = "../../../../modules/operations/iam-role"

  name = "shop"
  # web_identities has the providers ["arn:aws:iam::000000000000:role/shop"]: write the ARN of an OpenID Connect
  web_identities = {
    a = { provider = { arn = "arn:aws:iam::000000000000:role/shop" }, subjects = ["repo:your-org/shop:*"] }
  }
}

module "iam_role_of_accounts" {
  source = "../../../../modules/operations/iam-role"

  name = "shop"
  # callers is {"partner":{"account_id":"1234","external_id":null,
  callers = { partner = { account_id = "1234" } }
}

module "iam_role_of_subjects" {
  source = "../../../../modules/operations/iam-role"

  name = "shop"
  # web_identities has the subjects ["repo:your-org/*"]: write whole ones, or ones whose "*" stands at the end
  web_identities = {
    github = {
      provider = { arn = "arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com" }
      subjects = ["repo:your-org/*"]
    }
  }
}

module "iam_role_of_sources" {
  source = "../../../../modules/operations/iam-role"

  name = "shop"
  # callers has the source_arn ["arn:aws:sns:eu-west-1:000000000000:orders"]: write an ARN, and only beside a service
  callers = { a = { account_id = "000000000000", source_arn = "arn:aws:sns:eu-west-1:000000000000:orders" } }
}

module "iam_role_with_external_id" {
  source = "../../../../modules/operations/iam-role"

  name = "shop"
  # callers has an external_id that cannot be: write 2 to 1224 letters
  callers = { a = { service = "scheduler", external_id = "shop" } }
}

module "iam_role_wild_actions" {
  source = "../../../../modules/operations/iam-role"

  name    = "shop"
  callers = { jobs = { service = "scheduler" } }
  # grants hold actions with wildcards: instead of dynamodb:* write grants.read, write, read_write, scan, stream or export of data/dynamodb-table; instead of * write each action in full;
  grants = [[
    { actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:eu-west-1:000000000000:table/a"], conditions = [] },
    { actions = ["*"], resources = ["arn:aws:dynamodb:eu-west-1:000000000000:table/a"], conditions = [] },
  ]]
}

module "iam_role_pass" {
  source = "../../../../modules/operations/iam-role"

  name    = "shop"
  callers = { jobs = { service = "scheduler" } }
  # grants hold iam:PassRole to any service: write grants.pass of operations/iam-role
  grants = [[{ actions = ["iam:PassRole"], resources = ["arn:aws:iam::000000000000:role/a"], conditions = [] }]]
}
