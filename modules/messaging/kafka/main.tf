data "aws_partition" "this" {}

locals {
  serverless = var.provisioned == null
  zones = slice(
    sort(keys(var.network.private_subnet_ids)), 0,
    min(local.serverless ? 3 : var.provisioned.zones, length(var.network.private_subnet_ids))
  )
  subnet_ids = [for zone in local.zones : var.network.private_subnet_ids[zone]]

  arn = one(concat(aws_msk_serverless_cluster.this[*].arn, aws_msk_cluster.this[*].arn))
  brokers = one(concat(
    aws_msk_serverless_cluster.this[*].bootstrap_brokers_sasl_iam, aws_msk_cluster.this[*].bootstrap_brokers_sasl_iam,
  ))

  # What a new cluster is used without surprises with: topics are made on purpose, in every zone, and a write is
  # acknowledged while one zone is away.
  # https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html
  parameters = local.serverless ? {} : merge(
    {
      "auto.create.topics.enable"      = "false"
      "default.replication.factor"     = tostring(var.provisioned.zones)
      "min.insync.replicas"            = tostring(max(var.provisioned.zones - 1, 1))
      "unclean.leader.election.enable" = "false"
    },
    var.provisioned.parameters,
  )

  # With IAM, inside the network. https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
  port = 9098
}

resource "aws_msk_serverless_cluster" "this" {
  count = local.serverless ? 1 : 0

  cluster_name = var.name

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }

  vpc_config {
    security_group_ids = [aws_security_group.this.id]
    subnet_ids         = local.subnet_ids
  }

  tags = var.tags

  lifecycle {
    # A zone more in the network would replace the cluster, with its records.
    ignore_changes = [vpc_config[0].subnet_ids]
  }
}

resource "aws_msk_cluster" "this" {
  #checkov:skip=CKV_AWS_291: the caller's key, or the one that AWS keeps for MSK
  count = local.serverless ? 0 : 1

  cluster_name           = var.name
  enhanced_monitoring    = var.provisioned.monitoring
  kafka_version          = var.provisioned.version
  number_of_broker_nodes = var.provisioned.zones * var.provisioned.brokers_per_zone

  broker_node_group_info {
    client_subnets  = local.subnet_ids
    instance_type   = var.provisioned.instance_type
    security_groups = [aws_security_group.this.id]

    # Express brokers bring their own storage.
    dynamic "storage_info" {
      for_each = startswith(var.provisioned.instance_type, "express.") ? [] : [var.provisioned.storage_gb]

      content {
        ebs_storage_info {
          volume_size = storage_info.value
        }
      }
    }
  }

  client_authentication {
    unauthenticated = false

    sasl {
      iam   = true
      scram = false
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this[0].arn
    revision = aws_msk_configuration.this[0].latest_revision
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = try(var.kms_key.arn, null)

    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.this[0].name
      }
    }
  }

  tags = var.tags

  lifecycle {
    # A zone more in the network would replace the cluster, with its records.
    ignore_changes = [broker_node_group_info[0].client_subnets]
  }
}

resource "aws_msk_configuration" "this" {
  count = local.serverless ? 0 : 1

  name              = var.name
  description       = "Settings of ${var.name}."
  server_properties = join("\n", [for name, value in local.parameters : "${name} = ${value}"])
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  count = local.serverless ? 0 : 1

  name              = "/aws/msk/${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}
