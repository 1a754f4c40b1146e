data "aws_ssm_parameter" "this" {
  for_each = toset([
    "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended",
    "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id",
    "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
    "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
    "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id",
    "/aws/service/bottlerocket/aws-ecs-2/x86_64/latest/image_id",
    "/aws/service/bottlerocket/aws-k8s-1.33/x86_64/latest/image_id",
    "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
    "/aws/service/debian/release/12/latest/amd64",
    "/aws/service/global-infrastructure/regions/eu-west-1/longName",
    "/aws/service/aws-for-fluent-bit/stable",
  ])
  name = each.key
}
data "aws_ssm_parameters_by_path" "this" {
  path = "/aws/service/global-infrastructure/regions/eu-west-1"
}
data "aws_ami_ids" "this" {
  owners = ["amazon"]
  filter {
    name   = "name"
    values = ["al2023-ami-2023*"]
  }
}
data "aws_ami" "by_name" {
  for_each = {
    windows = "Windows_Server-2022-English-Full-Base-*"
    eks     = "amazon-eks-node-al2023-x86_64-standard-1.33-*"
    ecs     = "al2023-ami-ecs-hvm-*-x86_64"
    br      = "bottlerocket-aws-ecs-2-x86_64-*"
  }
  most_recent = true
  owners      = ["amazon"]
  filter {
    name   = "name"
    values = [each.value]
  }
}
data "aws_regions" "this" {}
data "aws_region" "this" {}
data "aws_partition" "this" {}
data "aws_caller_identity" "this" {}
data "aws_availability_zones" "this" {
  state = "available"
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}
data "aws_availability_zone" "this" {
  name = "eu-west-1a"
}
data "aws_ip_ranges" "none" {
  count    = 0
  services = ["ec2"]
}
data "aws_service" "this" {
  service_id = "ec2"
}
data "aws_default_tags" "this" {}
data "aws_elb_service_account" "this" {}
data "aws_elb_hosted_zone_id" "this" {}
data "aws_lb_hosted_zone_id" "this" {}
data "aws_canonical_user_id" "this" {}
data "aws_billing_service_account" "this" {}
data "aws_cloudfront_log_delivery_canonical_user_id" "this" {}
data "aws_cloudtrail_service_account" "this" {}
data "aws_redshift_service_account" "count" {
  count = 0
}
data "aws_arn" "this" {
  arn = "arn:aws:rds:eu-west-1:123456789012:db:mysql-db"
}
data "aws_ec2_managed_prefix_lists" "all" {}
data "aws_prefix_list" "s3" {
  name = "com.amazonaws.eu-west-1.s3"
}
data "aws_vpc_endpoint_service" "s3" {
  service      = "s3"
  service_type = "Gateway"
}
data "aws_iam_session_context" "this" {
  arn = data.aws_caller_identity.this.arn
}
