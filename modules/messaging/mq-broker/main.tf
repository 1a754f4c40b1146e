data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  is_rabbit = var.engine == "rabbitmq"
  version   = var.engine_version != null ? var.engine_version : local.is_rabbit ? "4.2" : "5.18"

  deployment_mode = !var.multi_az ? "SINGLE_INSTANCE" : local.is_rabbit ? "CLUSTER_MULTI_AZ" : "ACTIVE_STANDBY_MULTI_AZ"
  zones           = sort(keys(var.network.database_subnet_ids))
  subnet_count    = !var.multi_az ? 1 : local.is_rabbit ? length(local.zones) : 2

  # https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/configuring-broker-ports.html
  ports = local.is_rabbit ? { amqps = 5671 } : {
    for protocol, port in { amqps = 5671, mqtts = 8883, openwire = 61617, stomps = 61614, wss = 61619 } :
    protocol => port if contains(var.protocols, protocol)
  }
  console_port = local.is_rabbit ? 443 : 8162

  default_configurations = {
    activemq = <<-XML
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <broker schedulePeriodForDestinationPurge="10000" xmlns="http://activemq.apache.org/schema/core">
      </broker>
    XML
    rabbitmq = <<-CUTTLEFISH
      # A consumer that acknowledges nothing for half an hour loses its messages to others.
      consumer_timeout = 1800000
    CUTTLEFISH
  }
}

resource "aws_mq_broker" "this" {
  #checkov:skip=CKV_AWS_209: without a key of the caller's, Amazon MQ encrypts with a key of its own
  #checkov:skip=PLATFORM_MANAGED_PASSWORD: Amazon MQ takes no other; it is the first one only, to be changed after the apply
  #checkov:skip=CKV_AWS_48: audits are logged wherever the engine can
  broker_name                = var.name
  apply_immediately          = var.apply_immediately
  auto_minor_version_upgrade = true
  deployment_mode            = local.deployment_mode
  engine_type                = local.is_rabbit ? "RabbitMQ" : "ActiveMQ"
  engine_version             = local.version
  host_instance_type         = var.instance_type
  publicly_accessible        = false
  security_groups            = [aws_security_group.this.id]
  storage_type               = local.is_rabbit ? "ebs" : "efs"
  subnet_ids = [
    for zone in slice(local.zones, 0, local.subnet_count) : var.network.database_subnet_ids[zone]
  ]

  configuration {
    id       = aws_mq_configuration.this.id
    revision = aws_mq_configuration.this.latest_revision
  }

  encryption_options {
    kms_key_id        = try(var.kms_key.arn, null)
    use_aws_owned_key = var.kms_key == null
  }

  logs {
    audit   = local.is_rabbit ? null : true
    general = true
  }

  maintenance_window_start_time {
    day_of_week = var.maintenance.day
    time_of_day = var.maintenance.time
    time_zone   = "UTC"
  }

  user {
    console_access = local.is_rabbit ? null : true
    password       = local.password
    username       = var.username
  }

  tags = var.tags

  lifecycle {
    # Amazon MQ cannot move a broker to other subnets: a zone more in the network would replace it, with its messages.
    # And the first password only. It is to be changed: see README.md.
    ignore_changes = [subnet_ids, user]
  }
}

resource "aws_mq_configuration" "this" {
  name           = var.name
  data           = coalesce(var.configuration, local.default_configurations[var.engine])
  description    = "Settings of ${var.name}."
  engine_type    = local.is_rabbit ? "RabbitMQ" : "ActiveMQ"
  engine_version = local.version

  tags = var.tags
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-broker-"
  description = "The broker ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-broker" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = merge(
    [
      for protocol, port in local.ports :
      { for name, client in var.clients : "${name}-${protocol}" => { client = client, port = port } }
    ]...
  )

  description                  = each.key
  from_port                    = each.value.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.client.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "operators" {
  for_each = var.operators

  description                  = "${each.key}: the web console and its API"
  from_port                    = local.console_port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = local.console_port

  tags = var.tags
}

# ActiveMQ writes its logs as a service of its own; RabbitMQ by a role that AWS keeps for it. A region has ten such
# policies: one is enough for all brokers.
# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring-configure-cloudwatch.html
resource "aws_cloudwatch_log_resource_policy" "this" {
  count = local.is_rabbit || !var.account_settings ? 0 : 1

  policy_name     = "${var.name}-broker"
  policy_document = data.aws_iam_policy_document.logs.json
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      "arn:${data.aws_partition.this.partition}:logs:${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}:log-group:/aws/amazonmq/*",
    ]

    principals {
      type        = "Service"
      identifiers = ["mq.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}
