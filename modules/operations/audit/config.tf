locals {
  # What no plan shows, since nobody wrote it into one: people, keys, defaults of the account, things made by hand.
  # https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
  config_rules = var.config == null ? {} : merge(
    {
      access-keys-are-rotated   = { identifier = "ACCESS_KEYS_ROTATED", parameters = { maxAccessKeyAge = "90" } }
      certificates-do-not-end   = { identifier = "ACM_CERTIFICATE_EXPIRATION_CHECK", parameters = {} }
      default-groups-are-closed = { identifier = "VPC_DEFAULT_SECURITY_GROUP_CLOSED", parameters = {} }
      ebs-snapshots-are-private = { identifier = "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK", parameters = {} }
      rds-snapshots-are-private = { identifier = "RDS_SNAPSHOTS_PUBLIC_PROHIBITED", parameters = {} }
      root-has-mfa              = { identifier = "ROOT_ACCOUNT_MFA_ENABLED", parameters = {} }
      root-has-no-access-key    = { identifier = "IAM_ROOT_ACCESS_KEY_CHECK", parameters = {} }
      s3-is-private-in-the-account = {
        identifier = "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC"
        parameters = {}
      }
      ssh-is-closed          = { identifier = "INCOMING_SSH_DISABLED", parameters = {} }
      trail-is-on            = { identifier = "CLOUD_TRAIL_ENABLED", parameters = {} }
      users-have-mfa         = { identifier = "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS", parameters = {} }
      users-have-no-policies = { identifier = "IAM_USER_NO_POLICIES_CHECK", parameters = {} }
      users-that-are-not-used-are-off = {
        identifier = "IAM_USER_UNUSED_CREDENTIALS_CHECK"
        parameters = { maxCredentialUsageAge = "45" }
      }
      volumes-are-encrypted = { identifier = "EC2_EBS_ENCRYPTION_BY_DEFAULT", parameters = {} }
    },
    { for name, rule in var.config.rules : name => { identifier = rule.identifier, parameters = rule.parameters } },
  )
}

resource "aws_config_configuration_recorder" "this" {
  count = var.config == null ? 0 : 1

  name     = var.name
  role_arn = aws_iam_role.config[0].arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }

  recording_mode {
    recording_frequency = var.config.continuous ? "CONTINUOUS" : "DAILY"
  }

  depends_on = [aws_iam_role_policy.config, aws_iam_role_policy_attachment.config]
}

resource "aws_config_delivery_channel" "this" {
  count = var.config == null ? 0 : 1

  name           = var.name
  s3_bucket_name = local.bucket_name
  s3_kms_key_arn = try(var.kms_key.arn, null)

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }

  depends_on = [aws_config_configuration_recorder.this, aws_iam_role_policy.config, aws_s3_bucket_policy.this]
}

resource "aws_config_configuration_recorder_status" "this" {
  count = var.config == null ? 0 : 1

  name       = aws_config_configuration_recorder.this[0].name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_config_config_rule" "this" {
  for_each = local.config_rules

  name             = "${var.name}-${each.key}"
  input_parameters = length(each.value.parameters) == 0 ? null : jsonencode(each.value.parameters)

  source {
    owner             = "AWS"
    source_identifier = each.value.identifier
  }

  tags = var.tags

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_configuration_aggregator" "this" {
  count = var.config != null && local.organization ? 1 : 0

  name = var.name

  organization_aggregation_source {
    all_regions = true
    role_arn    = aws_iam_role.aggregator[0].arn
  }

  tags = var.tags

  depends_on = [aws_iam_role_policy_attachment.aggregator]
}

locals {
  # Of the role's own partition: a data source may not be read yet, and another policy is another attachment.
  aggregator_policies = one([
    for role in aws_iam_role.aggregator : "arn:${split(":", role.arn)[1]}:iam::aws:policy/service-role"
  ])
}

resource "aws_iam_role" "aggregator" {
  count = var.config != null && local.organization ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 26)}-aggregator-"
  assume_role_policy   = data.aws_iam_policy_document.config_trust.json
  description          = "Lists the organization's accounts for the aggregator ${var.name}."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

# https://docs.aws.amazon.com/config/latest/developerguide/set-up-aggregator-cli.html
resource "aws_iam_role_policy_attachment" "aggregator" {
  count = length(aws_iam_role.aggregator)

  policy_arn = "${local.aggregator_policies}/AWSConfigRoleForOrganizations"
  role       = aws_iam_role.aggregator[0].name
}

resource "aws_iam_role" "config" {
  count = var.config == null ? 0 : 1

  name_prefix          = "${substr(var.name, 0, 30)}-config-"
  assume_role_policy   = data.aws_iam_policy_document.config_trust.json
  description          = "Reads how everything in the account is configured, for ${var.name}."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "config" {
  count = length(aws_iam_role.config)

  policy_arn = "arn:${split(":", aws_iam_role.config[0].arn)[1]}:iam::aws:policy/service-role/AWS_ConfigRole"
  role       = aws_iam_role.config[0].name
}

resource "aws_iam_role_policy" "config" {
  count = length(aws_iam_role.config)

  name   = "deliver"
  policy = data.aws_iam_policy_document.config[0].json
  role   = aws_iam_role.config[0].name
}

data "aws_iam_policy_document" "config_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

# https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html
data "aws_iam_policy_document" "config" {
  count = length(aws_iam_role.config)

  statement {
    actions   = ["s3:PutObject", "s3:PutObjectAcl"]
    resources = ["arn:${local.partition}:s3:::${local.bucket_name}/AWSLogs/${local.account}/*"]

    condition {
      test     = "StringLike"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  statement {
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${local.bucket_name}"]
  }

  dynamic "statement" {
    for_each = var.kms_key[*].arn

    content {
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}
