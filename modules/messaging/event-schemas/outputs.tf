output "arn" {
  description = "ARN of the registry."
  value       = aws_schemas_registry.this.arn
}

output "grants" {
  description = "Least-privilege statements: `read` the registry, its schemas and the code made of them."
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgeschemas.html
  value = {
    read = [
      {
        actions = [
          "schemas:DescribeCodeBinding", "schemas:DescribeRegistry", "schemas:DescribeSchema", "schemas:ExportSchema",
          "schemas:GetCodeBindingSource", "schemas:ListSchemaVersions", "schemas:ListSchemas", "schemas:SearchSchemas",
        ]
        resources = [
          aws_schemas_registry.this.arn,
          "${replace(aws_schemas_registry.this.arn, ":registry/", ":schema/")}/*",
        ]
        conditions = []
      },
    ]
  }
}

output "name" {
  description = "Name of the registry."
  value       = aws_schemas_registry.this.name
}

output "schemas" {
  description = "ARN and latest version of each schema."
  value       = { for name, schema in aws_schemas_schema.this : name => { arn = schema.arn, version = schema.version } }
}
