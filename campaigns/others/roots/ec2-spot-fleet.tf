data "aws_ami" "this" {
  most_recent = true
  owners      = ["amazon"]
  filter {
    name   = "name"
    values = ["amzn2-ami-hvm-*-x86_64-gp2"]
  }
  filter {
    name   = "virtualization-type"
    values = ["hvm"]
  }
}
data "aws_ec2_instance_types" "this" {
  filter {
    name   = "instance-type"
    values = ["t3.micro", "t3.small"]
  }
}
data "aws_ec2_instance_type_offerings" "this" {
  filter {
    name   = "instance-type"
    values = ["t3.micro"]
  }
  location_type = "availability-zone"
}
resource "aws_spot_instance_request" "this" {
  ami                  = data.aws_ami.this.id
  instance_type        = "t3.micro"
  spot_type            = "one-time"
  wait_for_fulfillment = true
}
resource "aws_ebs_volume" "this" {
  availability_zone = "eu-west-1a"
  size              = 1
}
resource "aws_ebs_snapshot" "this" {
  volume_id = aws_ebs_volume.this.id
}
resource "aws_ebs_snapshot_copy" "this" {
  source_snapshot_id = aws_ebs_snapshot.this.id
  source_region      = "eu-west-1"
}
resource "aws_ami" "this" {
  name                = "own"
  virtualization_type = "hvm"
  root_device_name    = "/dev/xvda"
  ebs_block_device {
    device_name = "/dev/xvda"
    snapshot_id = aws_ebs_snapshot.this.id
    volume_size = 1
  }
}
resource "aws_ami_copy" "this" {
  name              = "copied"
  source_ami_id     = aws_ami.this.id
  source_ami_region = "eu-west-1"
}
resource "aws_ami_launch_permission" "this" {
  image_id   = aws_ami.this.id
  account_id = "123456789012"
}
resource "aws_placement_group" "this" {
  name     = "spread"
  strategy = "spread"
}
data "aws_ebs_snapshot" "this" {
  snapshot_ids = [aws_ebs_snapshot.this.id]
}
data "aws_ebs_volume" "this" {
  filter {
    name   = "volume-id"
    values = [aws_ebs_volume.this.id]
  }
}
