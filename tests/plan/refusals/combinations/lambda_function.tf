module "function" {
  source = "../../../../modules/serverless/lambda-function"

  name = "refusals"
  # handler is "users.api.handler": write it together with package
  handler = "users.api.handler"
  image   = local.image
  # layers and image are both set: an image has no layers, copy their files into it
  layers = ["arn:aws:lambda:eu-west-1:000000000000:layer:refusals:1"]
  # provisioned_concurrency is 5 and reserved_concurrency 2: write no more provisioned than reserved concurrency
  # provisioned_concurrency is 5, but there is no alias: Lambda keeps versions ready, not the latest code, write alias = {}
  provisioned_concurrency = 5
  reserved_concurrency    = 2
  timeout_seconds         = 30
}

module "function_code" {
  source = "../../../../modules/serverless/lambda-function"

  name = "refusals"
  # package and image: write exactly one of them
  image = null
}

module "function_file_system" {
  source = "../../../../modules/serverless/lambda-function"

  name = "refusals"
  # code_signing and image are both set: Lambda checks signatures of packages only, leave out code_signing
  code_signing = { arn = "arn:aws:lambda:eu-west-1:000000000000:code-signing-config:csc-00000000000000000" }
  # file_system is set without network: the file system is reached inside a VPC, write network
  file_system = {
    access_point = {
      arn             = "arn:aws:elasticfilesystem:eu-west-1:000000000000:access-point/fsap-0"
      file_system_arn = "arn:aws:elasticfilesystem:eu-west-1:000000000000:file-system/fs-0"
    }
    path = "/mnt/models"
  }
  image = local.image
}

module "function_scaling" {
  source = "../../../../modules/serverless/lambda-function"

  name  = "refusals"
  image = local.image
  # provisioned_concurrency_scaling.max is 2 and provisioned_concurrency 0: write at least 1 for what is always ready
  provisioned_concurrency_scaling = { max = 2 }
  # snap_start is set together with file_system, provisioned_concurrency or a storage_mb above 512: a snapshot has none of them
  # snap_start is set with image: write a package for Java, Python or .NET
  # snap_start is set without alias: only published versions have a snapshot, write alias = {}
  snap_start = true
  storage_mb = 1024
}

module "function_queue" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "users.api.handler"
  package = { path = "${path.module}/main.tf" }
  # in the queue of orders, visibility_timeout_seconds is 60, write 61 or more, the function's timeout_seconds: Lambda refuses
  event_sources   = { orders = { queue = local.queue } }
  timeout_seconds = 61
}

module "function_existing_role" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "users.api.handler"
  package = { bucket = { name = "artifacts" }, key = "users.zip" }
  # role is set together with grants, managed_policies or permissions_boundary: a role that exists already has its own
  role             = { arn = "arn:aws:iam::000000000000:role/users" }
  managed_policies = { logs = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" }
}

module "function_of_a_pipeline" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "users.api.handler"
  package = { bucket = { name = "artifacts" }, key = "users.zip" }
  # released_by is "pipeline" together with image or alias.canary: write "terraform" for images
  released_by = "pipeline"
  alias       = { canary = { stable_version = "7", percent = 10 } }
}
