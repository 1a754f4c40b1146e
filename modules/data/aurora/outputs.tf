locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  listens = {
    for role, host in {
      writer = coalesce(one(aws_db_proxy.this[*].endpoint), aws_rds_cluster.this.endpoint)
      reader = coalesce(one(aws_db_proxy_endpoint.reader[*].endpoint), aws_rds_cluster.this.reader_endpoint)
      } : role => {
      host     = host
      port     = local.port
      protocol = local.engine.protocol
      url      = join("/", compact(["${local.engine.protocol}://${host}:${local.port}", var.database]))
    }
  }

  # A client of the proxy needs no access to the cluster itself.
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-connecting.html
  signed_in = (
    try(var.proxy.iam_required, false) ?
    one([for arn in aws_db_proxy.this[*].arn : element(split(":", arn), 6)]) :
    aws_rds_cluster.this.cluster_resource_id
  )

  through_secrets_manager = [{
    test     = "StringEquals"
    variable = "kms:ViaService"
    values   = ["secretsmanager.${local.region}.amazonaws.com"]
  }]

  # A secondary has no secret of its own.
  read_secret = local.is_secondary ? [] : concat(
    [{
      actions    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      resources  = [local.secret_arn]
      conditions = []
    }],
    [
      for arn in var.kms_key[*].arn :
      { actions = ["kms:Decrypt"], resources = [arn], conditions = local.through_secrets_manager }
    ],
  )

  sql = [
    "rds-data:BatchExecuteStatement",
    "rds-data:BeginTransaction",
    "rds-data:CommitTransaction",
    "rds-data:ExecuteStatement",
    "rds-data:RollbackTransaction",
  ]
}

output "address" {
  description = "Where the writer listens: `host`, `port`, `protocol` and `url`, of the proxy where there is one."
  value       = local.listens.writer
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the cluster, by which the Data API is called."
  value       = aws_rds_cluster.this.arn
}

output "final_snapshot_name" {
  description = "Name of the snapshot that is taken when the database is destroyed, null without one."
  value       = var.final_snapshot ? "${var.name}-${terraform_data.made_at.output}" : null
}

output "global_cluster_id" {
  description = <<-EOT
    Id of the global database that this is the primary of, null without `global_name`.
    A cluster in another region joins it: `primary = module.orders`.
  EOT
  value       = one(aws_rds_global_cluster.this[*].id)
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `connect_<user>` for each of `iam_users` (signs in with IAM as this user),
    `data_api` (runs SQL over HTTPS as the master user, with its secret) and `secret` (reads the master user's
    password).
  EOT
  value = merge(
    {
      for user in var.iam_users : "connect_${user}" => [
        {
          actions = ["rds-db:connect"]
          resources = [
            "arn:${local.partition}:rds-db:${local.region}:${local.account}:dbuser:${local.signed_in}/${user}",
          ]
          conditions = []
        },
      ]
    },
    {
      data_api = concat(
        [
          for arn in [aws_rds_cluster.this.arn] :
          { actions = local.sql, resources = [arn], conditions = [] } if var.data_api
        ],
        [for statement in local.read_secret : statement if var.data_api]
      )
      secret = local.read_secret
    },
  )
}

output "name" {
  description = "Name of the database."
  value       = aws_rds_cluster.this.cluster_identifier
}

output "reader" {
  description = "Where the readers listen, one after the other, as `address` says it."
  value       = local.listens.reader
}

output "secret_arn" {
  description = "ARN of the secret that holds `username` and `password` of the master user, null for a secondary."
  value       = local.secret_arn
}

output "security_group_id" {
  description = "Security group of the database."
  value       = aws_security_group.this.id
}
