locals {
  source_statements = {
    for name, source in var.data_sources : name => flatten(concat(
      [for function in [source.function] : function.grants.invoke if function != null],
      [for table in [source.table] : [for grant in source.access : table.grants[grant]] if table != null],
      [for bus in [source.event_bus] : bus.grants.publish if bus != null],
      [for http in [source.http] : http.grants if http != null],
    ))
  }

  # AppSync assumes a role for these, and none for the others.
  acting = {
    for name, source in var.data_sources : name => source
    if source.function != null ||
    source.table != null ||
    source.event_bus != null ||
    try(source.http.service, null) != null
  }
}

resource "aws_appsync_datasource" "this" {
  for_each = var.data_sources

  api_id           = aws_appsync_graphql_api.this.id
  name             = each.key
  description      = each.value.description
  service_role_arn = try(aws_iam_role.sources[each.key].arn, null)
  type = coalesce(
    each.value.function == null ? null : "AWS_LAMBDA",
    each.value.table == null ? null : "AMAZON_DYNAMODB",
    each.value.event_bus == null ? null : "AMAZON_EVENTBRIDGE",
    each.value.http == null ? null : "HTTP",
    "NONE",
  )

  dynamic "dynamodb_config" {
    for_each = each.value.table == null ? [] : [each.value.table]

    content {
      region     = data.aws_region.this.id
      table_name = dynamodb_config.value.name
    }
  }

  dynamic "event_bridge_config" {
    for_each = each.value.event_bus == null ? [] : [each.value.event_bus]

    content {
      event_bus_arn = event_bridge_config.value.arn
    }
  }

  dynamic "http_config" {
    for_each = each.value.http == null ? [] : [each.value.http]

    content {
      endpoint = http_config.value.endpoint

      dynamic "authorization_config" {
        for_each = http_config.value.service == null ? [] : [http_config.value.service]

        content {
          authorization_type = "AWS_IAM"

          aws_iam_config {
            signing_region       = data.aws_region.this.id
            signing_service_name = authorization_config.value
          }
        }
      }
    }
  }

  dynamic "lambda_config" {
    for_each = each.value.function == null ? [] : [each.value.function]

    content {
      function_arn = lambda_config.value.arn
    }
  }

  # AppSync may answer a request as soon as the data source is there.
  depends_on = [aws_iam_role_policy.sources]

  lifecycle {
    create_before_destroy = true
  }
}

# One role each: a resolver of one data source cannot reach what another may.
resource "aws_iam_role" "sources" {
  for_each = local.acting

  name_prefix          = "${substr("${var.name}-${each.key}", 0, 37)}-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the data source ${each.key} of the API ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "sources" {
  for_each = local.acting

  name   = "data-source"
  policy = data.aws_iam_policy_document.sources[each.key].json
  role   = aws_iam_role.sources[each.key].name
}

# https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["appsync.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "sources" {
  for_each = local.acting

  dynamic "statement" {
    for_each = local.source_statements[each.key]

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}
