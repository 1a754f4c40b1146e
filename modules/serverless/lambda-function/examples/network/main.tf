# A function inside a VPC that shares files with its like, and keeps enough environments ready for the calls.
module "network" {
  source = "../../../../../examples/network"

  name = "example-lambda-function-network"
}

resource "aws_security_group" "function" {
  #checkov:skip=CKV2_AWS_5: the function below has it
  name        = "example-lambda-function-network"
  description = "The function."
  vpc_id      = module.network.id
}

resource "aws_security_group" "models" {
  name        = "example-lambda-function-network-models"
  description = "The file system with the models."
  vpc_id      = module.network.id
}

resource "aws_vpc_security_group_egress_rule" "models" {
  security_group_id            = aws_security_group.function.id
  description                  = "To the models."
  from_port                    = 2049
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.models.id
  to_port                      = 2049
}

resource "aws_vpc_security_group_ingress_rule" "models" {
  security_group_id            = aws_security_group.models.id
  description                  = "From the function."
  from_port                    = 2049
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.function.id
  to_port                      = 2049
}

resource "aws_efs_file_system" "models" {
  #checkov:skip=CKV_AWS_184: models are no secret, the key AWS keeps for EFS is enough
  encrypted = true

  tags = { Name = "example-lambda-function-network" }
}

resource "aws_efs_mount_target" "models" {
  for_each = module.network.private_subnet_ids

  file_system_id  = aws_efs_file_system.models.id
  security_groups = [aws_security_group.models.id]
  subnet_id       = each.value
}

resource "aws_efs_access_point" "models" {
  file_system_id = aws_efs_file_system.models.id

  posix_user {
    gid = 1000
    uid = 1000
  }

  root_directory {
    path = "/models"

    creation_info {
      owner_gid   = 1000
      owner_uid   = 1000
      permissions = "750"
    }
  }
}

module "function" {
  source = "../.."

  name    = "example-lambda-function-network"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  alias       = {}
  file_system = { access_point = aws_efs_access_point.models, path = "/mnt/models", read_only = true }
  network = {
    subnet_ids         = values(module.network.private_subnet_ids)
    security_group_ids = [aws_security_group.function.id]
  }
  provisioned_concurrency         = 2
  provisioned_concurrency_scaling = { max = 20 }

  # Lambda mounts the file system as it makes the function.
  depends_on = [aws_efs_mount_target.models]
}

output "function" {
  value = module.function
}

output "models" {
  value = aws_efs_access_point.models.arn
}

output "network" {
  value = module.network
}
