locals {
  host        = one(aws_elasticache_serverless_cache.this.endpoint[*].address)
  reader_host = one(aws_elasticache_serverless_cache.this.reader_endpoint[*].address)
}

output "address" {
  description = <<-EOT
    Where the cache listens: `host`, `port`, `protocol` (`rediss`, which is TLS) and `url`.
    Clients speak as to a cluster.
  EOT
  value       = { host = local.host, port = 6379, protocol = "rediss", url = "rediss://${local.host}:6379" }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the cache."
  value       = aws_elasticache_serverless_cache.this.arn
}

output "grants" {
  description = "Least-privilege statements: `connect_<name>` for each of `users`, to log in as this one alone."
  value = {
    for name, user in aws_elasticache_user.this : "connect_${name}" => [
      {
        actions    = ["elasticache:Connect"]
        resources  = [aws_elasticache_serverless_cache.this.arn, user.arn]
        conditions = []
      }
    ]
  }
}

output "name" {
  description = "Name of the cache, as a token's signature names it."
  value       = aws_elasticache_serverless_cache.this.name
}

output "reader_address" {
  description = "Where it is read sooner but perhaps a moment late, as `address`."
  value = {
    host     = local.reader_host
    port     = 6380
    protocol = "rediss"
    url      = "rediss://${local.reader_host}:6380"
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
