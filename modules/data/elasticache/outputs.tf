locals {
  # A cluster has one address for all; the reader's goes round the replicas.
  host = (
    local.is_cluster ? aws_elasticache_replication_group.this.configuration_endpoint_address :
    aws_elasticache_replication_group.this.primary_endpoint_address
  )
}

output "address" {
  description = "Where the cache listens: `host`, `port`, `protocol` (`rediss`, which is TLS) and `url`."
  value       = { host = local.host, port = 6379, protocol = "rediss", url = "rediss://${local.host}:6379" }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the replication group."
  value       = aws_elasticache_replication_group.this.arn
}

output "grants" {
  description = "Least-privilege statements: `connect_<name>` for each of `users`, to log in as this one alone."
  value = {
    for name, user in aws_elasticache_user.this : "connect_${name}" => [
      {
        actions    = ["elasticache:Connect"]
        resources  = [aws_elasticache_replication_group.this.arn, user.arn]
        conditions = []
      }
    ]
  }
}

output "log_group_names" {
  description = "Log groups: `engine-log` and `slow-log`."
  value       = { for kind, group in aws_cloudwatch_log_group.this : kind => group.name }
}

output "name" {
  description = "Name of the cache, as a token's signature names it."
  value       = aws_elasticache_replication_group.this.id
}

output "reader_address" {
  description = <<-EOT
    Where the replicas are read, as `address`; null in a cluster, whose clients find them, and without replicas.
  EOT
  value = local.is_cluster || var.replicas == 0 ? null : {
    host     = aws_elasticache_replication_group.this.reader_endpoint_address
    port     = 6379
    protocol = "rediss"
    url      = "rediss://${aws_elasticache_replication_group.this.reader_endpoint_address}:6379"
  }
}

output "security_group_id" {
  description = "Security group of the cache."
  value       = aws_security_group.this.id
}

output "users" {
  description = "Names to log in with, by the names in `users`."
  value       = { for name, user in aws_elasticache_user.this : name => user.user_name }
}
