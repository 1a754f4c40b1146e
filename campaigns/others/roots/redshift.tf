resource "aws_redshift_cluster" "this" {
  cluster_identifier  = "warehouse"
  database_name       = "mydb"
  master_username     = "exampleuser"
  master_password     = "Mustbe8characters"
  node_type           = "ra3.xlplus"
  cluster_type        = "single-node"
  encrypted           = true
  skip_final_snapshot = true
}
resource "aws_redshift_parameter_group" "this" {
  name   = "warehouse"
  family = "redshift-1.0"
  parameter {
    name  = "require_ssl"
    value = "true"
  }
}
