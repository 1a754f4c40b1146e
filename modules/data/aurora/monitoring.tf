locals {
  exports = var.logs.exports == null ? local.engine.logs : var.logs.exports

  # RDS names them.
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
  log_groups = merge(
    { for log in local.exports : log => "/aws/rds/cluster/${var.name}/${log}" },
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
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
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
