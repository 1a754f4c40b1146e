locals {
  exports = var.logs.exports == null ? local.engine.logs : var.logs.exports

  # RDS names them.
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
  kind = local.is_cluster ? "cluster" : "instance"
  log_groups = merge(
    {
      for pair in setproduct([for replica in concat([""], keys(var.replicas)) : replica], local.exports) :
      trimprefix(
        join("-", pair),
        "-"
      ) => "/aws/rds/${local.kind}/${join("-", compact([var.name, pair[0]]))}/${pair[1]}"
    },
    var.proxy == null ? {} : { proxy = "/aws/rds/proxy/${var.name}" },
  )
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.log_groups

  name              = each.value
  kms_key_id        = try(var.logs.kms_key.arn, null)
  retention_in_days = var.logs.retention_days

  tags = var.tags
}

# Enhanced monitoring: what the operating system says.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
data "aws_iam_policy_document" "monitoring" {
  count = var.monitoring_seconds > 0 ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

resource "aws_iam_role" "monitoring" {
  count = var.monitoring_seconds > 0 ? 1 : 0

  name_prefix        = "${substr(var.name, 0, 26)}-monitoring-"
  description        = "RDS writes what it measures of ${var.name}."
  assume_role_policy = data.aws_iam_policy_document.monitoring[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  count = var.monitoring_seconds > 0 ? 1 : 0

  role = aws_iam_role.monitoring[0].name
  policy_arn = format(
    "arn:%s:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    split(":", aws_iam_role.monitoring[0].arn)[1],
  )
}
