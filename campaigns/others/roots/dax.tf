data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_iam_role" "this" {
  name = "dax"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "dax.amazonaws.com" } }]
  })
}
resource "aws_dax_subnet_group" "this" {
  name       = "dax"
  subnet_ids = data.aws_subnets.this.ids
}
resource "aws_dax_parameter_group" "this" {
  name = "dax"
  parameters {
    name  = "query-ttl-millis"
    value = "100000"
  }
  parameters {
    name  = "record-ttl-millis"
    value = "100000"
  }
}
resource "aws_dax_cluster" "this" {
  cluster_name         = "dax"
  iam_role_arn         = aws_iam_role.this.arn
  node_type            = "dax.r4.large"
  replication_factor   = 1
  subnet_group_name    = aws_dax_subnet_group.this.name
  parameter_group_name = aws_dax_parameter_group.this.name
}
