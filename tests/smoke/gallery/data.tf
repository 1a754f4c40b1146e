module "aurora_complete" {
  source = "../../../modules/data/aurora/examples/complete"

  depends_on = [terraform_data.ready]
}

output "aurora_complete" {
  value = module.aurora_complete
}

module "aurora_minimal" {
  source = "../../../modules/data/aurora/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "aurora_minimal" {
  value = module.aurora_minimal
}

module "aurora_paused" {
  source = "../../../modules/data/aurora/examples/paused"

  depends_on = [terraform_data.ready]
}

output "aurora_paused" {
  value = module.aurora_paused
}

module "dax_complete" {
  source = "../../../modules/data/dax/examples/complete"

  depends_on = [terraform_data.ready]
}

output "dax_complete" {
  value = module.dax_complete
}

module "dax_minimal" {
  source = "../../../modules/data/dax/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "dax_minimal" {
  value = module.dax_minimal
}

module "dynamodb_table_complete" {
  source = "../../../modules/data/dynamodb-table/examples/complete"

  depends_on = [terraform_data.ready]
}

output "dynamodb_table_complete" {
  value = module.dynamodb_table_complete
}

module "dynamodb_table_global" {
  source = "../../../modules/data/dynamodb-table/examples/global"

  depends_on = [terraform_data.ready]
}

output "dynamodb_table_global" {
  value = module.dynamodb_table_global
}

module "dynamodb_table_minimal" {
  source = "../../../modules/data/dynamodb-table/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "dynamodb_table_minimal" {
  value = module.dynamodb_table_minimal
}

module "dynamodb_table_provisioned" {
  source = "../../../modules/data/dynamodb-table/examples/provisioned"

  depends_on = [terraform_data.ready]
}

output "dynamodb_table_provisioned" {
  value = module.dynamodb_table_provisioned
}

module "elasticache_complete" {
  source = "../../../modules/data/elasticache/examples/complete"

  depends_on = [terraform_data.ready]
}

output "elasticache_complete" {
  value = module.elasticache_complete
}

module "elasticache_minimal" {
  source = "../../../modules/data/elasticache/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "elasticache_minimal" {
  value = module.elasticache_minimal
}

module "elasticache_serverless_complete" {
  source = "../../../modules/data/elasticache-serverless/examples/complete"

  depends_on = [terraform_data.ready]
}

output "elasticache_serverless_complete" {
  value = module.elasticache_serverless_complete
}

module "elasticache_serverless_minimal" {
  source = "../../../modules/data/elasticache-serverless/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "elasticache_serverless_minimal" {
  value = module.elasticache_serverless_minimal
}

module "memcached_complete" {
  source = "../../../modules/data/memcached/examples/complete"

  depends_on = [terraform_data.ready]
}

output "memcached_complete" {
  value = module.memcached_complete
}

module "memcached_minimal" {
  source = "../../../modules/data/memcached/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "memcached_minimal" {
  value = module.memcached_minimal
}

module "rds_cluster" {
  source = "../../../modules/data/rds/examples/cluster"

  depends_on = [terraform_data.ready]
}

output "rds_cluster" {
  value = module.rds_cluster
}

module "rds_complete" {
  source = "../../../modules/data/rds/examples/complete"

  depends_on = [terraform_data.ready]
}

output "rds_complete" {
  value = module.rds_complete
}

module "rds_existing" {
  source = "../../../modules/data/rds/examples/existing"

  depends_on = [terraform_data.ready]
}

output "rds_existing" {
  value = module.rds_existing
}

module "rds_minimal" {
  source = "../../../modules/data/rds/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "rds_minimal" {
  value = module.rds_minimal
}

module "s3_bucket_complete" {
  source = "../../../modules/data/s3-bucket/examples/complete"

  depends_on = [terraform_data.ready]
}

output "s3_bucket_complete" {
  value = module.s3_bucket_complete
}

module "s3_bucket_minimal" {
  source = "../../../modules/data/s3-bucket/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "s3_bucket_minimal" {
  value = module.s3_bucket_minimal
}
