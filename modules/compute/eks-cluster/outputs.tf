output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the cluster. Hand the whole module to workloads instead: `cluster = module.cluster`."
  value       = aws_eks_cluster.this.arn
}

output "certificate_authority" {
  description = "Certificate, in Base64, that clients of the Kubernetes API check it by."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "endpoint" {
  description = "Address of the Kubernetes API."
  value       = aws_eks_cluster.this.endpoint
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `describe`, which `aws eks update-kubeconfig` needs.
    What its user may do in the cluster, `access` says.
  EOT
  value = {
    describe = [{ actions = ["eks:DescribeCluster"], resources = [aws_eks_cluster.this.arn], conditions = [] }]
  }
}

output "kubernetes_version" {
  description = "Version of Kubernetes that the control plane has."
  value       = aws_eks_cluster.this.version
}

output "log_group_name" {
  description = "Name of the log group of the control plane."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "node_role_arns" {
  description = "ARNs of the roles that join the cluster: `nodes`, `auto` and `fargate`, as far as there are such."
  value       = { for kind, role in aws_iam_role.node : kind => role.arn }
}

output "oidc_provider" {
  description = "The cluster's issuer, which IAM trusts: `arn` of the provider, and `issuer` without `https://`."
  value = {
    arn    = aws_iam_openid_connect_provider.this.arn
    issuer = replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")
  }
}

output "security_group_id" {
  description = "Security group of nodes and pods. Others let them in by it: `clients = { cluster = module.cluster }`."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}
