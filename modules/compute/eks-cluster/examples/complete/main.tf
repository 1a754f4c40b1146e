# Nodes that are there for good, cheap ones on Spot for what can be ended, Fargate for one namespace; who may enter,
# chosen
# versions of add-ons, encryption and alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-eks-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-eks-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-eks-complete"
}

# Who deploys, and who looks.
resource "aws_iam_role" "people" {
  for_each = toset(["deployers", "readers"])

  name = "example-eks-complete-${each.value}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = data.aws_caller_identity.this.account_id }
    }]
  })
}

data "aws_caller_identity" "this" {}

resource "aws_security_group" "runner" {
  #checkov:skip=CKV2_AWS_5: represents the group of a pipeline's runner
  name        = "example-eks-complete-runner"
  description = "Deploys."
  vpc_id      = module.network.id
}

module "cluster" {
  source = "../.."

  name               = "example-eks-complete"
  alarm_actions      = [aws_sns_topic.alarms.arn]
  clients            = { runner = { security_group_id = aws_security_group.runner.id } }
  kms_key            = module.key
  kubernetes_version = "1.36"
  log                = { retention_days = 400, kms_key = module.key }
  network            = module.network
  public_cidrs       = ["203.0.113.0/24"]
  service_cidr       = "172.20.0.0/16"
  support            = "standard"

  access = {
    deployers = {
      principal_arn = aws_iam_role.people["deployers"].arn
      policies      = { AmazonEKSClusterAdminPolicy = {} }
    }
    readers = {
      principal_arn = aws_iam_role.people["readers"].arn
      groups        = ["readers"]
      policies      = { AmazonEKSViewPolicy = { namespaces = ["shop"] } }
    }
  }

  addons = {
    aws-ebs-csi-driver     = {}
    coredns                = { configuration = jsonencode({ replicaCount = 3 }) }
    eks-pod-identity-agent = {}
    kube-proxy             = { version = "latest" }
    vpc-cni                = { version = "v1.20.4-eksbuild.1" }
  }

  fargate_profiles = { batch = { namespaces = ["batch"], labels = { size = "small" } } }

  node_groups = {
    steady = {
      instance_types = ["m7g.large"]
      nodes          = { min = 3, max = 9 }
      labels         = { tier = "steady" }
    }

    spot = {
      architecture   = "x86_64"
      disk_gb        = 80
      instance_types = ["m6a.large", "m6i.large", "m7a.large", "m7i.large"]
      nodes          = { min = 0, max = 20 }
      spot           = true
      system         = "bottlerocket"
      taints         = { spot = { value = "true" } }
      update_percent = 50
    }
  }

  tags = { Service = "shared" }
}

output "cluster" {
  value = module.cluster
}

output "people" {
  value = { for name, role in aws_iam_role.people : name => role.arn }
}

output "runner" {
  value = { security_group_id = aws_security_group.runner.id }
}
