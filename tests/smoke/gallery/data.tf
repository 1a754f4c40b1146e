module "dynamodb_table_complete" {
  source = "../../../modules/data/dynamodb-table/examples/complete"
}

output "dynamodb_table_complete" {
  value = module.dynamodb_table_complete
}

module "dynamodb_table_global" {
  source = "../../../modules/data/dynamodb-table/examples/global"
}

output "dynamodb_table_global" {
  value = module.dynamodb_table_global
}

module "dynamodb_table_minimal" {
  source = "../../../modules/data/dynamodb-table/examples/minimal"
}

output "dynamodb_table_minimal" {
  value = module.dynamodb_table_minimal
}

module "dynamodb_table_provisioned" {
  source = "../../../modules/data/dynamodb-table/examples/provisioned"
}

output "dynamodb_table_provisioned" {
  value = module.dynamodb_table_provisioned
}

module "s3_bucket_complete" {
  source = "../../../modules/data/s3-bucket/examples/complete"
}

output "s3_bucket_complete" {
  value = module.s3_bucket_complete
}

module "s3_bucket_minimal" {
  source = "../../../modules/data/s3-bucket/examples/minimal"
}

output "s3_bucket_minimal" {
  value = module.s3_bucket_minimal
}
