# An application that is described, and started by hand.
module "application" {
  source = "../.."

  name    = "example-flink-application-minimal"
  code    = { bucket = module.code, key = aws_s3_object.code.key }
  running = false
}

module "code" {
  source = "../../../../data/s3-bucket"

  name = "example-flink-application-minimal"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

# Represents the JAR that your build uploads.
resource "aws_s3_object" "code" {
  bucket  = module.code.name
  key     = "sales.jar"
  content = "a JAR"
}

output "application" {
  value = module.application
}
