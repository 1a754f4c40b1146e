# A layer by way of a bucket, for functions of an organization, and one for those of a partner.
module "artifacts" {
  source = "../../../../data/s3-bucket"

  name = "example-lambda-layer-complete"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

module "layer" {
  source = "../.."

  name          = "example-lambda-layer-complete"
  description   = "Libraries of the shop."
  architectures = ["arm64"]
  license       = "MIT"
  runtimes      = ["python3.12", "python3.13"]

  package = {
    bucket = module.artifacts
    path   = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip"
  }

  callers = { company = { organization_id = "o-a1b2c3d4e5" } }

  # Examples are destroyed after use. Leave this out of yours.
  keep_versions = false
}

resource "aws_s3_object" "released" {
  #checkov:skip=CKV_AWS_186: the bucket encrypts with its own key
  bucket = module.artifacts.name
  key    = "layers/released/1.0.0.zip"
  source = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip"
}

module "released" {
  source = "../.."

  name          = "example-lambda-layer-released"
  callers       = { partner = { account_id = "111122223333" } }
  keep_versions = false
  package = {
    bucket  = module.artifacts
    key     = aws_s3_object.released.key
    version = aws_s3_object.released.version_id
  }
}

output "layer" {
  value = module.layer
}

output "released" {
  value = module.released
}
