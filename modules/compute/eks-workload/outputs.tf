output "address" {
  description = <<-EOT
    Where the workload listens for others of the cluster: `host`, `port`, `protocol` and, for HTTP, `url`. null
    without a port.
  EOT
  value = var.port == null ? null : {
    host     = "${var.name}.${var.namespace}.svc.cluster.local"
    port     = var.port
    protocol = var.protocol
    url = (
      startswith(var.protocol, "http") ? "http://${var.name}.${var.namespace}.svc.cluster.local:${var.port}" : null
    )
  }
}

output "fargate_size" {
  description = <<-EOT
    What a pod takes of Fargate: `cpu` units and `memory_mb`, with the 256 MiB of Kubernetes' own parts. null on
    nodes.
  EOT
  value       = local.on_fargate ? { cpu = var.cpu, memory_mb = var.memory_mb + local.fargate_overhead_mb } : null
}

output "manifest" {
  description = "All objects as one text, for `terraform output -raw manifest | kubectl apply -f -`."
  value = join(
    "---\n",
    concat([local.manifests["namespace"]], [for name, text in local.manifests : text if name != "namespace"])
  )
}

output "manifests" {
  description = <<-EOT
    Each object as YAML, by its kind: `namespace`, `service-account`, `deployment`, `service`, `autoscaler`,
    `disruption-budget`, `network-policy`, `secrets` and `ingress-<route>`, as far as there are such.
  EOT
  value       = local.manifests
}

output "name" {
  description = "Name of the workload, of its objects and of its service account."
  value       = var.name
}

output "namespace" {
  description = "Namespace of the workload. With its name, others let it in: `clients = { users = module.users }`."
  value       = var.namespace
}

output "role_arn" {
  description = "ARN of the role that the code runs with, null without `grants` and `secrets`."
  value       = one(aws_iam_role.this[*].arn)
}

output "role_name" {
  description = "Name of the role that the code runs with, null without `grants` and `secrets`."
  value       = one(aws_iam_role.this[*].name)
}
