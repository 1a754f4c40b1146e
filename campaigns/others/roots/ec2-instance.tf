data "aws_ami" "al2023" {
  most_recent = true
  owners      = ["amazon"]
  filter {
    name   = "name"
    values = ["al2023-ami-*-x86_64"]
  }
}
data "aws_ami" "ubuntu" {
  most_recent = true
  owners      = ["099720109477"]
  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd*/ubuntu-*-24.04-amd64-server-*"]
  }
}
data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "all" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
data "aws_subnet" "one" {
  id = tolist(data.aws_subnets.all.ids)[0]
}
resource "aws_security_group" "this" {
  name        = "web"
  description = "Web."
  vpc_id      = data.aws_vpc.default.id
}
resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}
resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
resource "aws_key_pair" "this" {
  key_name   = "deployer"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPKuXaYVnN0LTOwUxB8k6oJ0jeKTlXu9b8x0+4kGvTgS me@example.com"
}
resource "aws_iam_role" "this" {
  name = "web-instance"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "this" {
  name = "web-instance"
  role = aws_iam_role.this.name
}
resource "aws_instance" "this" {
  ami                         = data.aws_ami.al2023.id
  instance_type               = "t3.micro"
  subnet_id                   = data.aws_subnet.one.id
  vpc_security_group_ids      = [aws_security_group.this.id]
  associate_public_ip_address = true
  key_name                    = aws_key_pair.this.key_name
  iam_instance_profile        = aws_iam_instance_profile.this.name
  ebs_optimized               = true
  user_data_replace_on_change = true
  user_data                   = "#!/bin/bash\ndnf install -y nginx\n"
  disable_api_termination     = false
  hibernation                 = false
  credit_specification {
    cpu_credits = "unlimited"
  }
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "enabled"
  }
  enclave_options {
    enabled = false
  }
  root_block_device {
    volume_type = "gp3"
    volume_size = 30
    throughput  = 200
    encrypted   = true
    tags        = { Name = "root" }
  }
  ebs_block_device {
    device_name = "/dev/sdf"
    volume_type = "gp3"
    volume_size = 10
    encrypted   = true
  }
  tags = { Name = "web" }
}
resource "aws_instance" "plain" {
  ami           = data.aws_ami.ubuntu.id
  instance_type = "t2.micro"
}
resource "aws_eip" "this" {
  domain   = "vpc"
  instance = aws_instance.this.id
}
resource "aws_ebs_volume" "this" {
  availability_zone = data.aws_subnet.one.availability_zone
  size              = 20
  type              = "gp3"
  tags              = { Name = "data" }
}
resource "aws_volume_attachment" "this" {
  device_name = "/dev/sdh"
  volume_id   = aws_ebs_volume.this.id
  instance_id = aws_instance.plain.id
}
resource "aws_ebs_snapshot" "this" {
  volume_id = aws_ebs_volume.this.id
}
resource "aws_network_interface" "this" {
  subnet_id       = data.aws_subnet.one.id
  security_groups = [aws_security_group.this.id]
}
data "aws_instance" "this" {
  instance_id = aws_instance.this.id
}
data "aws_instances" "running" {
  instance_tags = { Name = "web" }
  depends_on    = [aws_instance.this]
}
