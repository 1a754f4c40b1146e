resource "aws_docdb_cluster" "this" {
  cluster_identifier  = "docdb"
  engine              = "docdb"
  master_username     = "foo"
  master_password     = "mustbeeightchars"
  skip_final_snapshot = true
}
resource "aws_docdb_cluster_instance" "this" {
  identifier         = "docdb-0"
  cluster_identifier = aws_docdb_cluster.this.id
  instance_class     = "db.r5.large"
}
resource "aws_neptune_cluster" "this" {
  cluster_identifier  = "neptune"
  engine              = "neptune"
  skip_final_snapshot = true
  apply_immediately   = true
}
resource "aws_neptune_cluster_instance" "this" {
  cluster_identifier = aws_neptune_cluster.this.id
  engine             = "neptune"
  instance_class     = "db.r5.large"
}
