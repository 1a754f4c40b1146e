module "orders_files" {
  source = "../../modules/data/s3-bucket"

  name = "orders-files-of-your-company" # bucket names are global
}
