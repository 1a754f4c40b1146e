locals {
  # Data sources by name, but known only when they are there: a resolver of none would be refused.
  source_names = { for name, source in aws_appsync_datasource.this : name => source.name }
  runtime      = { name = "APPSYNC_JS", version = "1.0.0" }
}

resource "aws_appsync_resolver" "this" {
  for_each = var.resolvers

  api_id            = aws_appsync_graphql_api.this.id
  type              = split(".", each.key)[0]
  field             = split(".", each.key)[1]
  code              = each.value.code
  data_source       = each.value.data_source == null ? null : local.source_names[each.value.data_source]
  kind              = length(each.value.pipeline) == 0 ? "UNIT" : "PIPELINE"
  max_batch_size    = each.value.batch_size
  request_template  = try(each.value.templates.request, null)
  response_template = try(each.value.templates.response, null)

  dynamic "caching_config" {
    for_each = each.value.cache == null ? [] : [each.value.cache]

    content {
      caching_keys = caching_config.value.keys
      ttl          = caching_config.value.ttl_seconds
    }
  }

  dynamic "pipeline_config" {
    for_each = length(each.value.pipeline) == 0 ? [] : [each.value.pipeline]

    content {
      functions = [for name in pipeline_config.value : aws_appsync_function.this[name].function_id]
    }
  }

  dynamic "runtime" {
    for_each = each.value.code == null ? [] : [local.runtime]

    content {
      name            = runtime.value.name
      runtime_version = runtime.value.version
    }
  }
}

resource "aws_appsync_function" "this" {
  for_each = var.functions

  api_id                    = aws_appsync_graphql_api.this.id
  name                      = each.key
  code                      = each.value.code
  data_source               = local.source_names[each.value.data_source]
  description               = each.value.description
  max_batch_size            = each.value.batch_size
  request_mapping_template  = try(each.value.templates.request, null)
  response_mapping_template = try(each.value.templates.response, null)

  dynamic "runtime" {
    for_each = each.value.code == null ? [] : [local.runtime]

    content {
      name            = runtime.value.name
      runtime_version = runtime.value.version
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
