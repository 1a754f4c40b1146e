locals {
  read = [{
    actions    = ["dax:BatchGetItem", "dax:ConditionCheckItem", "dax:GetItem", "dax:Query"]
    resources  = [aws_dax_cluster.this.arn]
    conditions = []
  }]
  write = [{
    actions    = ["dax:BatchWriteItem", "dax:ConditionCheckItem", "dax:DeleteItem", "dax:PutItem", "dax:UpdateItem"]
    resources  = [aws_dax_cluster.this.arn]
    conditions = []
  }]
}

output "address" {
  description = <<-EOT
    Where the cluster listens: `host`, `port`, `protocol` (`daxs`, which is TLS) and `url`, which clients of DAX
    take.
  EOT
  value = {
    host     = aws_dax_cluster.this.cluster_address
    port     = 9111
    protocol = "daxs"
    url      = "daxs://${aws_dax_cluster.this.cluster_address}"
  }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_dax_cluster.this.arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `read` (by key and by index), `write`, `read_write` and `scan`.
    They reach every table in the cluster's own `grants`.
  EOT
  value = {
    read       = local.read
    read_write = concat(local.read, local.write)
    scan       = [{ actions = ["dax:Scan"], resources = [aws_dax_cluster.this.arn], conditions = [] }]
    write      = local.write
  }
}

output "name" {
  description = "Name of the cluster."
  value       = aws_dax_cluster.this.cluster_name
}

output "security_group_id" {
  description = "Security group of the cluster."
  value       = aws_security_group.this.id
}
