output "alias" {
  description = "Alias of the key, `alias/` included."
  value       = aws_kms_alias.this.name
}

output "arn" {
  description = "ARN of the key. Hand the whole module to others instead: `kms_key = module.key`."
  value       = aws_kms_key.this.arn
}

output "grants" {
  description = "Least-privilege statements for those who call KMS themselves: `decrypt`, `encrypt`, `encrypt_decrypt`."
  value = {
    for grant, actions in {
      decrypt         = ["kms:Decrypt", "kms:DescribeKey"]
      encrypt         = ["kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"]
      encrypt_decrypt = local.use
    } : grant => [{ actions = actions, resources = [aws_kms_key.this.arn], conditions = [] }]
  }
}

output "id" {
  description = "Id of the key."
  value       = aws_kms_key.this.key_id
}

output "services" {
  description = "AWS services that use the key on their own behalf. Modules that need one say so when it is missing."
  value       = var.services
}
