locals {
  scheme = local.is_rabbit ? "amqps" : contains(var.protocols, "openwire") ? "ssl" : sort(keys(local.ports))[0]
  port   = local.is_rabbit ? 5671 : contains(var.protocols, "openwire") ? 61617 : local.ports[local.scheme]

  # Of "ssl://b-1234-1.mq.eu-west-1.amazonaws.com:61617" the host; the second of two instances is the standby.
  hosts = [for instance in aws_mq_broker.this.instances : regex("//([^:/]+)", instance.endpoints[0])[0]]
  urls  = [for host in local.hosts : "${local.scheme}://${host}:${local.port}"]
}

output "address" {
  description = <<-EOT
    Where the broker listens: `host`, `port`, `protocol` and `url`.
    Of ActiveMQ in two zones the `url` names both instances, of which one serves at a time (`failover:(…)`).
  EOT
  value = {
    host     = local.hosts[0]
    port     = local.port
    protocol = local.scheme
    url      = length(local.urls) > 1 ? "failover:(${join(",", local.urls)})" : local.urls[0]
  }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn },
    { for key, alarm in aws_cloudwatch_metric_alarm.shares : key => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the broker."
  value       = aws_mq_broker.this.arn
}

output "console_url" {
  description = "Web console, for `operators`."
  value       = aws_mq_broker.this.instances[0].console_url
}

output "grants" {
  description = "Least-privilege statements: `credentials`, to read the secret with the user's name and password."
  value = {
    credentials = concat(
      [{
        actions    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        resources  = [aws_secretsmanager_secret.this.arn]
        conditions = []
      }],
      [
        for key in [var.kms_key] : {
          actions   = ["kms:Decrypt"]
          resources = [key.arn]
          conditions = [{
            test     = "StringEquals"
            variable = "kms:ViaService"
            values   = ["secretsmanager.${data.aws_region.this.id}.amazonaws.com"]
          }]
        } if key != null
      ],
    )
  }
}

output "id" {
  description = "Id of the broker, which its log groups carry: `/aws/amazonmq/broker/<id>/…`."
  value       = aws_mq_broker.this.id
}

output "name" {
  description = "Name of the broker."
  value       = aws_mq_broker.this.broker_name
}

output "secret" {
  description = "`arn` of the secret: JSON with `username` and `password`."
  value       = { arn = aws_secretsmanager_secret.this.arn }

  # It holds the password of the broker that exists.
  depends_on = [aws_secretsmanager_secret_version.this]
}

output "security_group_id" {
  description = "Security group of the broker."
  value       = aws_security_group.this.id
}
