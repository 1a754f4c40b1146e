data "aws_ec2_spot_price" "this" {
  instance_type     = "t3.micro"
  availability_zone = "eu-west-1a"
  filter {
    name   = "product-description"
    values = ["Linux/UNIX"]
  }
}
