data "aws_partition" "this" {}

locals {
  # As a URL has it: not where it goes without saying.
  port = var.port == lookup({ http = 80, https = 443 }, var.protocol, 0) ? "" : format(":%d", var.port)

  # Discovery has no resource to name; these conditions do.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudmap.html
  discover = [{
    actions   = ["servicediscovery:DiscoverInstances", "servicediscovery:DiscoverInstancesRevision"]
    resources = ["*"]
    conditions = [
      { test = "StringEquals", variable = "servicediscovery:NamespaceName", values = [var.namespace.name] },
      { test = "StringEquals", variable = "servicediscovery:ServiceName", values = [var.name] },
    ]
  }]

  # Cloud Map writes an instance's records in the name of the principal that registers it.
  # https://docs.aws.amazon.com/cloud-map/latest/dg/security_iam_id-based-policy-examples.html
  records = [
    for zone in var.namespace.private_dns ? [var.namespace.hosted_zone_id] : [] : {
      actions    = ["route53:ChangeResourceRecordSets", "route53:GetHostedZone"]
      resources  = ["arn:${data.aws_partition.this.partition}:route53:::hostedzone/${zone}"]
      conditions = []
    }
  ]
}

output "address" {
  description = <<-EOT
    Where the service listens: `host`, `port`, `protocol` and, for HTTP, `url`. null without DNS: callers then ask
    DiscoverInstances for `namespace` and `name`.
  EOT
  value = var.namespace.private_dns ? {
    host     = local.host
    port     = var.port
    protocol = var.protocol
    url      = contains(["http", "https"], var.protocol) ? "${var.protocol}://${local.host}${local.port}" : null
  } : null
}

output "arn" {
  description = "ARN of the service. `compute/ecs-service` takes the module as its `registry`."
  value       = aws_service_discovery_service.this.arn
}

output "grants" {
  description = "Least-privilege statements: `discover` instances, `register` and deregister them, and `report_health`."
  value = {
    discover = local.discover
    register = concat(
      [{
        actions    = ["servicediscovery:DeregisterInstance", "servicediscovery:RegisterInstance"]
        resources  = [aws_service_discovery_service.this.arn]
        conditions = []
      }],
      local.records,
    )
    # The service is named by condition:
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudmap.html
    report_health = [{
      actions   = ["servicediscovery:UpdateInstanceCustomHealthStatus"]
      resources = ["*"]
      conditions = [{
        test     = "StringEquals"
        variable = "servicediscovery:ServiceArn"
        values   = [aws_service_discovery_service.this.arn]
      }]
    }]
  }
}

output "id" {
  description = "Id of the service, under which instances register."
  value       = aws_service_discovery_service.this.id
}

output "name" {
  description = "Name of the service in its namespace."
  value       = aws_service_discovery_service.this.name
}

output "namespace" {
  description = "Name of the namespace."
  value       = var.namespace.name
}
