data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  log_group_name = "/aws/kinesis-analytics/${var.name}"
  log_group_arn  = "arn:${data.aws_partition.this.partition}:logs:${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}:log-group:${local.log_group_name}"
}

resource "aws_kinesisanalyticsv2_application" "this" {
  name                   = var.name
  description            = var.description
  force_stop             = var.force_stop
  runtime_environment    = var.runtime
  service_execution_role = aws_iam_role.this.arn
  start_application      = var.running

  application_configuration {
    application_code_configuration {
      code_content_type = "ZIPFILE"

      code_content {
        s3_content_location {
          bucket_arn     = var.code.bucket.arn
          file_key       = var.code.key
          object_version = var.code.version
        }
      }
    }

    application_snapshot_configuration {
      snapshots_enabled = var.snapshots
    }

    dynamic "environment_properties" {
      for_each = length(var.properties) == 0 ? [] : [var.properties]

      content {
        dynamic "property_group" {
          for_each = environment_properties.value

          content {
            property_group_id = property_group.key
            property_map      = property_group.value
          }
        }
      }
    }

    flink_application_configuration {
      checkpoint_configuration {
        checkpoint_interval           = var.checkpoint.interval_seconds * 1000
        checkpointing_enabled         = true
        configuration_type            = "CUSTOM"
        min_pause_between_checkpoints = var.checkpoint.pause_seconds * 1000
      }

      monitoring_configuration {
        configuration_type = "CUSTOM"
        log_level          = var.log.level
        metrics_level      = var.metrics
      }

      parallelism_configuration {
        auto_scaling_enabled = var.parallelism.autoscaling
        configuration_type   = "CUSTOM"
        parallelism          = var.parallelism.total
        parallelism_per_kpu  = var.parallelism.per_unit
      }
    }

    # Only a running application may have one.
    dynamic "run_configuration" {
      for_each = var.running ? ["running"] : []

      content {
        application_restore_configuration {
          application_restore_type = var.snapshots ? "RESTORE_FROM_LATEST_SNAPSHOT" : "SKIP_RESTORE_FROM_SNAPSHOT"
        }

        flink_run_configuration {
          allow_non_restored_state = var.allow_non_restored_state
        }
      }
    }

    dynamic "vpc_configuration" {
      for_each = var.network == null ? [] : [var.network]

      content {
        security_group_ids = aws_security_group.this[*].id
        subnet_ids         = values(vpc_configuration.value.private_subnet_ids)
      }
    }
  }

  cloudwatch_logging_options {
    log_stream_arn = aws_cloudwatch_log_stream.this.arn
  }

  tags = var.tags

  # The service reads the code and looks at the network in the role's name when it makes the application.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  name              = local.log_group_name
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_cloudwatch_log_stream" "this" {
  name           = "application"
  log_group_name = aws_cloudwatch_log_group.this.name
}
