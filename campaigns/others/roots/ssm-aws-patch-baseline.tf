data "aws_ssm_patch_baseline" "aws" {
  owner            = "AWS"
  name_prefix      = "AWS-"
  operating_system = "CENTOS"
}
