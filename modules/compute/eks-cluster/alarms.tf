locals {
  # https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
  alarms = length(var.alarm_actions) == 0 ? {} : {
    errors = {
      metric = "apiserver_request_total_5XX"
      description = join(" ", [
        "The Kubernetes API of ${var.name} answers with errors of its own: webhooks that do not answer, or a",
        "control plane in trouble. Read ${aws_cloudwatch_log_group.this.name}.",
      ])
      statistic = "Sum"
      threshold = var.alarm_errors
    }
    pending = {
      metric = "scheduler_pending_pods_UNSCHEDULABLE"
      description = join(" ", [
        "Pods of ${var.name} find no node for ten minutes: groups are at their max, or no node fits. Look at",
        "`kubectl get events`.",
      ])
      statistic = "Minimum"
      threshold = 0
    }
    storage = {
      metric = "apiserver_storage_size_bytes"
      description = join(" ", [
        "The control plane of ${var.name} keeps more than ${var.alarm_storage_gb} of 8 GiB of objects: when it",
        "is full, it is read-only. Look for objects that are never deleted.",
      ])
      statistic = "Maximum"
      threshold = var.alarm_storage_gb * 1073741824
    }
    throttles = {
      metric = "apiserver_request_total_429"
      description = join(" ", [
        "The Kubernetes API of ${var.name} turns requests away: a client asks too much. Read",
        "${aws_cloudwatch_log_group.this.name}.",
      ])
      statistic = "Sum"
      threshold = var.alarm_throttles
    }
  }
}

# What EKS sends to CloudWatch by itself, without an agent.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-cluster-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { ClusterName = aws_eks_cluster.this.name }
  evaluation_periods  = 10
  metric_name         = each.value.metric
  namespace           = "AWS/EKS"
  period              = 60
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
