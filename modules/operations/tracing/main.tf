# Groups: which traces stand together, are measured and looked through for what is unusual.
resource "aws_xray_group" "this" {
  for_each = var.groups

  group_name        = "${var.name}-${each.key}"
  filter_expression = each.value.filter

  insights_configuration {
    insights_enabled      = each.value.insights
    notifications_enabled = each.value.insights
  }

  tags = var.tags
}

# Sampling rules: which requests are traced. X-Ray takes the first that fits, by their priorities.
# https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
resource "aws_xray_sampling_rule" "this" {
  for_each = var.sampling

  rule_name      = "${var.name}-${each.key}"
  attributes     = each.value.attributes
  fixed_rate     = each.value.percent / 100
  host           = each.value.host
  http_method    = each.value.method
  priority       = each.value.priority
  reservoir_size = each.value.first_per_second
  resource_arn   = "*"
  service_name   = each.value.service
  service_type   = each.value.service_type
  url_path       = each.value.path
  version        = 1

  tags = var.tags
}

# What the collector does with spans: gathers them, and sends them to X-Ray, with the credentials of its task.
# https://aws-otel.github.io/docs/setup/ecs/config-through-ssm
locals {
  config = yamlencode({
    receivers = {
      otlp = { protocols = { grpc = { endpoint = "127.0.0.1:4317" }, http = { endpoint = "127.0.0.1:4318" } } }
    }
    processors = {
      batch          = { timeout = "1s", send_batch_size = 50 }
      memory_limiter = { check_interval = "1s", limit_percentage = 80, spike_limit_percentage = 20 }
    }
    exporters = { awsxray = { indexed_attributes = var.indexed } }
    service = {
      pipelines = {
        traces = { receivers = ["otlp"], processors = ["memory_limiter", "batch"], exporters = ["awsxray"] }
      }
    }
  })
}
