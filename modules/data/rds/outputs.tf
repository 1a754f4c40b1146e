locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  host        = one(concat(aws_db_instance.this[*].address, aws_rds_cluster.this[*].endpoint))
  resource_id = one(concat(aws_db_instance.this[*].resource_id, aws_rds_cluster.this[*].cluster_resource_id))
  by_proxy    = var.proxy != null && try(var.proxy.iam_required, false)

  # A client of the proxy needs no access to the database itself.
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html
  signed_in = concat(
    local.by_proxy ? [for arn in aws_db_proxy.this[*].arn : element(split(":", arn), 6)] : [local.resource_id],
    [for replica in aws_db_instance.replica : replica.resource_id],
  )

  through_secrets_manager = [{
    test     = "StringEquals"
    variable = "kms:ViaService"
    values   = ["secretsmanager.${local.region}.amazonaws.com"]
  }]

  # A secondary has no secret of its own.
  read_secret = local.is_secondary ? [] : concat(
    [
      {
        actions    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        resources  = [local.secret_arn]
        conditions = []
      }
    ],
    [
      for arn in var.kms_key[*].arn :
      { actions = ["kms:Decrypt"], resources = [arn], conditions = local.through_secrets_manager }
    ],
  )

  entry = coalesce(one(aws_db_proxy.this[*].endpoint), local.host)
  path  = var.database == null ? "" : "/${var.database}"

  readers = merge(
    { for key, replica in aws_db_instance.replica : key => replica.address },
    { for cluster in aws_rds_cluster.this : "readers" => cluster.reader_endpoint },
  )
}

output "address" {
  description = "Where the database listens: `host`, `port`, `protocol` and `url`, of the proxy where there is one."
  value = {
    host     = local.entry
    port     = local.port
    protocol = local.engine.protocol
    url      = "${local.engine.protocol}://${local.entry}:${local.port}${local.path}"
  }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the database: of its instance, or of its cluster."
  value       = one(concat(aws_db_instance.this[*].arn, aws_rds_cluster.this[*].arn))
}

output "final_snapshot_name" {
  description = "Name of the snapshot that is taken when the database is destroyed, null without one."
  value       = var.final_snapshot ? "${var.name}-${terraform_data.made_at.output}" : null
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `connect_<user>` for each of `iam_users` (signs in with IAM as this user), and
    `secret` (reads the master user's password).
  EOT
  value = merge(
    {
      for user in var.iam_users : "connect_${user}" => [
        {
          actions = ["rds-db:connect"]
          resources = [
            for id in local.signed_in :
            "arn:${local.partition}:rds-db:${local.region}:${local.account}:dbuser:${id}/${user}"
          ]
          conditions = []
        },
      ]
    },
    { secret = local.read_secret },
  )
}

output "name" {
  description = "Name of the database."
  value       = var.name
}

output "readers" {
  description = <<-EOT
    Where replicas listen, by their name, as `address` says it; of a cluster both readers together, as `readers`.
  EOT
  value = {
    for key, host in local.readers :
    key => {
      host     = host
      port     = local.port
      protocol = local.engine.protocol
      url      = "${local.engine.protocol}://${host}:${local.port}${local.path}"
    }
  }
}

output "secret_arn" {
  description = "ARN of the secret that holds `username` and `password` of the master user, null for a secondary."
  value       = local.secret_arn
}

output "security_group_id" {
  description = "Security group of the database."
  value       = aws_security_group.this.id
}
