locals {
  host = aws_elasticache_cluster.this.cluster_address
}

output "address" {
  description = "Where clients ask for the nodes: `host`, `port`, `protocol` (`memcached+tls`) and `url`."
  value = {
    host     = local.host
    port     = 11211
    protocol = "memcached+tls"
    url      = "memcached+tls://${local.host}:11211"
  }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the cache."
  value       = aws_elasticache_cluster.this.arn
}

output "name" {
  description = "Name of the cache."
  value       = aws_elasticache_cluster.this.cluster_id
}

output "security_group_id" {
  description = "Security group of the cache."
  value       = aws_security_group.this.id
}
