locals {
  through_secrets_manager = [{
    test     = "StringEquals"
    variable = "kms:ViaService"
    values   = ["secretsmanager.${data.aws_region.this.id}.amazonaws.com"]
  }]

  key_grants = {
    for grant, actions in {
      read  = ["kms:Decrypt"]
      write = ["kms:Decrypt", "kms:GenerateDataKey"]
      } : grant => [
      for arn in var.kms_key[*].arn : {
        actions = actions, resources = [arn], conditions = local.through_secrets_manager
      }
    ]
  }
}

output "arn" {
  description = "ARN of the secret. Hand the whole module to others instead: `secret = module.secret`."
  value       = local.arn
}

# Nothing here may wait for the rotation: its function is granted these.
output "grants" {
  description = <<-EOT
    Least-privilege statements: `read` (the value, of any label), `write` (a new value), and `rotate` for the rotation
    function.
  EOT
  value = {
    read = concat([{
      actions    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      resources  = [local.arn]
      conditions = []
    }], local.key_grants.read)

    # https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
    rotate = concat(
      [
        {
          actions = [
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
          ]
          resources  = [local.arn]
          conditions = []
        },
        { actions = ["secretsmanager:GetRandomPassword"], resources = ["*"], conditions = [] },
      ],
      local.key_grants.write,
    )

    write = concat([{
      actions    = ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue"]
      resources  = [local.arn]
      conditions = []
    }], local.key_grants.write)
  }
}

output "name" {
  description = "Name of the secret."
  value       = var.name
}
