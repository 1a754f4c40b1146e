output "arns" {
  description = "ARNs of the log groups, by their names."
  value       = { for name, group in aws_cloudwatch_log_group.this : name => group.arn }
}

output "grants" {
  description = "Least-privilege statements: `write` into the log groups, `read` of what is not masked in them."
  value = {
    read = [
      for arns in [[for group in aws_cloudwatch_log_group.this : group.arn]] : {
        actions = [
          "logs:DescribeLogStreams",
          "logs:FilterLogEvents",
          "logs:GetLogEvents",
          "logs:StartQuery",
        ]
        resources  = flatten([for arn in arns : [arn, "${arn}:*"]])
        conditions = []
      } if length(arns) > 0
    ]
    write = [
      for arns in [[for group in aws_cloudwatch_log_group.this : group.arn]] : {
        actions    = ["logs:CreateLogStream", "logs:PutLogEvents"]
        resources  = [for arn in arns : "${arn}:*"]
        conditions = []
      } if length(arns) > 0
    ]
  }
}

output "metrics" {
  description = "Metrics of the filters, by their names, as `operations/alarms` takes them: `namespace` and `name`."
  value       = { for key in keys(var.metric_filters) : key => { namespace = var.name, name = key } }

  depends_on = [aws_cloudwatch_log_metric_filter.this]
}
