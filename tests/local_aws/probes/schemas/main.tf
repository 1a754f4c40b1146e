resource "aws_schemas_registry" "this" {
  name        = "probe"
  description = "events of the probe"
  tags        = { team = "probe" }
}

resource "aws_schemas_schema" "this" {
  name          = "probe.order@Placed"
  registry_name = aws_schemas_registry.this.name
  type          = "OpenApi3"
  tags          = { team = "probe" }

  content = jsonencode({
    openapi = "3.0.0"
    info    = { title = "Placed", version = "1.0.0" }
    paths   = {}
    components = {
      schemas = { Placed = { type = "object", properties = { id = { type = "string" } } } }
    }
  })
}

resource "aws_schemas_registry_policy" "this" {
  registry_name = aws_schemas_registry.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::000000000000:root" }
      Action    = "schemas:DescribeSchema"
      Resource  = aws_schemas_schema.this.arn
    }]
  })
}

resource "aws_cloudwatch_event_bus" "this" {
  name = "probe-schemas"
}

resource "aws_schemas_discoverer" "this" {
  source_arn  = aws_cloudwatch_event_bus.this.arn
  description = "schemas of the probe's bus"
  tags        = { team = "probe" }
}
