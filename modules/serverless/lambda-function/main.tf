data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  log_group_name = "/aws/lambda/${var.name}"

  # Built from the names, so that the role's policy is written while the function and its log group are being made.
  arn_suffix    = "${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"
  function_arn  = "arn:${data.aws_partition.this.partition}:lambda:${local.arn_suffix}:function:${var.name}"
  log_group_arn = "arn:${data.aws_partition.this.partition}:logs:${local.arn_suffix}:log-group:${local.log_group_name}"

  # https://aws-otel.github.io/docs/getting-started/lambda
  environment = merge(
    {
      for name, collector in { AWS_LAMBDA_EXEC_WRAPPER = var.collector } :
      name => collector.wrapper if collector != null
    },
    var.environment,
  )

  # A zip that is put into a bucket first, and one that is there already.
  uploaded = var.package == null ? false : var.package.path != null && var.package.bucket != null
  code_hash = (
    try(var.package.path, null) == null || var.released_by == "pipeline" ? null : filebase64sha256(var.package.path)
  )
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_50: tracing is on unless the caller turns it off
  #checkov:skip=CKV_AWS_115: the caller knows the account's concurrency, and sets reserved_concurrency
  #checkov:skip=CKV_AWS_116: only asynchronous calls have dead letters, and the caller knows whether there are any
  #checkov:skip=CKV_AWS_117: a function belongs in a network only where it calls something there
  #checkov:skip=CKV_AWS_173: without a key of the caller's, Lambda encrypts the variables with the account's AWS managed key
  #checkov:skip=CKV_AWS_272: signing is the build's task, and only a caller whose build signs has a code_signing
  function_name = var.name
  description   = var.description
  role          = local.role_arn

  filename          = local.uploaded ? null : try(var.package.path, null)
  handler           = var.handler
  image_uri         = try(var.image.uri, null)
  package_type      = var.image == null ? "Zip" : "Image"
  runtime           = var.image == null ? var.runtime : null
  s3_bucket         = try(var.package.bucket.name, null)
  s3_key            = local.uploaded ? aws_s3_object.package[0].key : try(var.package.key, null)
  s3_object_version = try(var.package.version, null)

  # Without a hash, Terraform does not look at what the function runs: what a pipeline released stays.
  source_code_hash = local.code_hash

  architectures                  = [var.architecture]
  code_signing_config_arn        = try(var.code_signing.arn, null)
  kms_key_arn                    = try(var.kms_key.arn, null)
  layers                         = concat(var.layers, [for each in [var.collector] : each.layer_arn if each != null])
  memory_size                    = var.memory_mb
  publish                        = var.alias != null
  reserved_concurrent_executions = var.reserved_concurrency
  timeout                        = var.timeout_seconds

  dynamic "dead_letter_config" {
    for_each = var.dead_letter == null ? [] : [var.dead_letter]

    content {
      target_arn = dead_letter_config.value.arn
    }
  }

  dynamic "environment" {
    for_each = length(local.environment) == 0 ? [] : [local.environment]

    content {
      variables = environment.value
    }
  }

  ephemeral_storage {
    size = var.storage_mb
  }

  dynamic "file_system_config" {
    for_each = var.file_system == null ? [] : [var.file_system]

    content {
      arn              = file_system_config.value.access_point.arn
      local_mount_path = file_system_config.value.path
    }
  }

  dynamic "image_config" {
    for_each = var.image == null ? [] : [var.image]

    content {
      command           = image_config.value.command
      entry_point       = image_config.value.entry_point
      working_directory = image_config.value.working_directory
    }
  }

  logging_config {
    application_log_level = var.log.format == "JSON" ? var.log.level : null
    log_format            = var.log.format
    log_group             = aws_cloudwatch_log_group.this.name
    system_log_level      = var.log.format == "JSON" ? "INFO" : null
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? ["PublishedVersions"] : []

    content {
      apply_on = snap_start.value
    }
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.network == null ? [] : [var.network]

    content {
      security_group_ids = vpc_config.value.security_group_ids
      subnet_ids         = vpc_config.value.subnet_ids
    }
  }

  tags = var.tags

  # Lambda tries the role's permissions when it makes the function and its mappings.
  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}

# A zip above 50 MB goes by way of a bucket. Its key holds its hash, so that another content is another object.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
resource "aws_s3_object" "package" {
  #checkov:skip=CKV_AWS_186: the bucket encrypts with its own key
  count = local.uploaded ? 1 : 0

  bucket = var.package.bucket.name
  key = join("", [
    "${var.name}/", var.released_by == "pipeline" ? "first" : substr(filesha256(var.package.path), 0, 16), ".zip",
  ])
  source      = var.package.path
  source_hash = var.released_by == "pipeline" ? null : filebase64sha256(var.package.path)

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

# Lambda ends a function that calls itself through a queue, a topic or a bucket sixteen times.
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
resource "aws_lambda_function_recursion_config" "this" {
  count = var.allow_recursion ? 1 : 0

  function_name  = aws_lambda_function.this.function_name
  recursive_loop = "Allow"
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  name              = local.log_group_name
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

# A bucket's ARN names no account, and a deleted bucket's name is free for anyone to take.
resource "aws_lambda_permission" "invokers" {
  for_each = var.invokers

  statement_id   = each.key
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this.function_name
  principal      = "${each.value.service}.amazonaws.com"
  qualifier      = local.qualifier
  source_account = each.value.service == "s3" ? split(":", aws_lambda_function.this.arn)[4] : null
  source_arn     = each.value.source_arn
}
