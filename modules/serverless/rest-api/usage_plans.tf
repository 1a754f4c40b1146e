# API keys tell callers apart and meter them. AWS makes their values, and only AWS is asked for them:
# aws apigateway get-api-key --include-value --api-key ID
locals {
  api_keys = merge([
    for plan, settings in var.usage_plans :
    { for key in settings.keys : "${plan}/${key}" => { plan = plan, key = key } }
  ]...)
}

resource "aws_api_gateway_usage_plan" "this" {
  for_each = var.usage_plans

  name = "${var.name}-${each.key}"

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this.stage_name
  }

  dynamic "quota_settings" {
    for_each = each.value.quota == null ? [] : [each.value.quota]

    content {
      limit  = quota_settings.value.requests
      period = quota_settings.value.period
    }
  }

  dynamic "throttle_settings" {
    for_each = each.value.throttle == null ? [] : [each.value.throttle]

    content {
      burst_limit = throttle_settings.value.burst
      rate_limit  = throttle_settings.value.rate
    }
  }

  tags = var.tags
}

resource "aws_api_gateway_api_key" "this" {
  for_each = local.api_keys

  name        = "${var.name}-${each.value.key}"
  description = "Key of ${each.value.key} for ${var.name}."

  tags = var.tags
}

resource "aws_api_gateway_usage_plan_key" "this" {
  for_each = local.api_keys

  key_id        = aws_api_gateway_api_key.this[each.key].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this[each.value.plan].id
}
