resource "aws_schemas_registry" "this" {
  name        = var.name
  description = var.description

  tags = var.tags
}

resource "aws_schemas_schema" "this" {
  for_each = var.schemas

  name          = each.key
  content       = each.value.content
  description   = each.value.description
  registry_name = aws_schemas_registry.this.name
  type          = each.value.type

  tags = var.tags
}

# What it finds goes into the registry `discovered-schemas`, which is AWS's.
resource "aws_schemas_discoverer" "this" {
  for_each = var.discover

  description = "Finds the schemas of what is published to ${each.key}."
  source_arn  = each.value.arn

  tags = var.tags
}
