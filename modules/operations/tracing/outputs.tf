output "collector" {
  description = "What runs beside the code: `collector` of `compute/ecs-service` and `serverless/lambda-function`."
  value = {
    config    = local.config
    image     = var.collector_image
    layer_arn = var.layer_arn
  }
}

output "grants" {
  description = "Least-privilege statements: `read` of traces, `write` for what traces itself without a collector."
  value = {
    read = [{
      actions = [
        "xray:BatchGetTraces",
        "xray:GetGroups",
        "xray:GetInsightSummaries",
        "xray:GetServiceGraph",
        "xray:GetTraceGraph",
        "xray:GetTraceSummaries",
      ]
      resources  = ["*"]
      conditions = []
    }]
    write = [{
      actions = [
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ]
      resources  = ["*"]
      conditions = []
    }]
  }
}

output "groups" {
  description = "ARNs of the groups, by their names."
  value       = { for key, group in aws_xray_group.this : key => group.arn }
}
