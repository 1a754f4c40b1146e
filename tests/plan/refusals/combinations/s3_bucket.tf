module "bucket" {
  source = "../../../../modules/data/s3-bucket"

  name    = "refusals"
  kms_key = local.key
  # replicas has copy without kms_key: objects encrypted with a key are copied only to one with a key, write the kms_key
  replicas = { copy = { bucket = { arn = "arn:aws:s3:::copy", name = "copy" } } }
  # writers has logging.s3 and kms_key is set: S3 delivers access logs only where it encrypts with its own key, leave out
  writers = { logs = { service = "logging.s3" } }
}
