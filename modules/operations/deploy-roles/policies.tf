locals {
  # What a plan needs of what an apply needs: the calls that only look.
  looks = "^[a-z0-9-]+:(BatchGet|Describe|Get|Head|List|Lookup|Query|Search|View)"

  # What a policy says in one place as a word and in another as a list.
  recorded = {
    for name, environment in var.environments : name => [
      for statement in jsondecode(environment.policy).Statement : {
        actions    = flatten([statement.Action])
        conditions = try(statement.Condition, null)
        resources  = flatten([statement.Resource])
      }
    ]
  }

  # Terraform keeps its state there, and a lock beside it.
  # https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions
  state = {
    for name, environment in var.environments : name => {
      for kind in ["apply", "plan"] : kind => concat(
        [
          {
            actions   = ["s3:ListBucket"]
            resources = ["arn:${local.partition}:s3:::${environment.state.bucket}"]
          },
          {
            actions   = kind == "apply" ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"]
            resources = ["arn:${local.partition}:s3:::${environment.state.bucket}/${environment.state.key}"]
          },
          {
            actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
            resources = ["arn:${local.partition}:s3:::${environment.state.bucket}/${environment.state.key}.tflock"]
          },
        ],
        environment.state.kms_key == null ? [] : [{
          actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
          resources = [environment.state.kms_key.arn]
        }],
      )
    }
  }

  statements = {
    for key, role in local.roles : key => [
      for statement in local.recorded[role.environment] : merge(statement, {
        actions = role.kind == "apply" ? statement.actions : [
          for action in statement.actions : action if can(regex(local.looks, action))
        ]
      })
      if role.kind == "apply" || anytrue([for action in statement.actions : can(regex(local.looks, action))])
    ]
  }

  written = {
    for key, statements in local.statements : key => [
      for statement in statements : merge(
        { Action = statement.actions, Effect = "Allow", Resource = statement.resources },
        statement.conditions == null ? {} : { Condition = statement.conditions },
      )
    ]
  }

  # A managed policy has 6,144 characters, a role ten of them. A statement is in the policy of the thousands that it
  # begins in, so that no policy has more than 4,000 and a statement's length.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  lengths = { for key, statements in local.written : key => [for each in statements : length(jsonencode(each)) + 1] }

  policies = merge([
    for key, statements in local.written : {
      for number, ones in {
        for index, statement in statements :
        floor(sum(concat([0], slice(local.lengths[key], 0, index))) / 4000) => statement...
      } : "${key}-${number}" => { role = key, statements = ones }
    }
  ]...)
}

resource "aws_iam_role_policy" "state" {
  for_each = local.roles

  name = "state"
  role = module.role[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in local.state[each.value.environment][each.value.kind] :
      { Action = statement.actions, Effect = "Allow", Resource = statement.resources }
    ]
  })
}

resource "aws_iam_policy" "this" {
  for_each = local.policies

  name        = "${var.name}-${each.key}"
  description = "What ${var.name}-${each.value.role} may do."
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value.statements })

  tags = var.tags

  lifecycle {
    precondition {
      condition = length(jsonencode({ Version = "2012-10-17", Statement = each.value.statements })) <= 6144
      error_message = join(" ", [
        "A statement of the policy of ${each.value.role} is too long for a managed policy, which has at most 6144",
        "characters: write its resources with a \"*\" behind what their names begin with.",
      ])
    }
  }
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = local.policies

  policy_arn = aws_iam_policy.this[each.key].arn
  role       = module.role[each.value.role].name
}

data "aws_partition" "this" {}

locals {
  partition = data.aws_partition.this.partition
}

# Roles that the pipeline makes must be bound, so that it cannot make one that may more than itself.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
resource "aws_iam_role_policy" "bound" {
  for_each = { for key, role in local.roles : key => role if role.kind == "apply" && var.required_boundary != null }

  name = "roles-are-bound"
  role = module.role[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        Action    = ["iam:CreateRole", "iam:PutRolePermissionsBoundary"]
        Resource  = "*"
        Condition = { StringNotEquals = { "iam:PermissionsBoundary" = var.required_boundary.arn } }
      },
      { Effect = "Deny", Action = ["iam:DeleteRolePermissionsBoundary"], Resource = "*" },
    ]
  })
}
