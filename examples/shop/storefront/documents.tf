# Documents: they go to the bucket and come from it directly, by addresses that expire.
module "documents_bucket" {
  source = "../../../modules/data/s3-bucket"

  name          = "${var.platform.name}-documents"
  force_destroy = !var.platform.protected
  kms_key       = var.platform.kms_key
  tags          = { Service = "documents" }
}

module "documents" {
  source = "../../../modules/blueprints/microservice"

  name     = "documents"
  platform = var.platform
  tags     = { Service = "documents" }

  functions = {
    links = {
      handler     = "documents.links.handler"
      package     = { path = "${path.module}/../services/documents/build/documents.zip" }
      environment = { BUCKET = module.documents_bucket.name }
      more_grants = [module.documents_bucket.grants.presign_read, module.documents_bucket.grants.presign_write]
    }
  }
}
