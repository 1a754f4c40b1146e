resource "aws_vpc" "this" {
  cidr_block = "10.71.0.0/16"
}

resource "aws_launch_template" "this" {
  name          = "probe"
  image_id      = "ami-12c6146b"
  instance_type = "t3.micro"
}

resource "aws_autoscaling_group" "this" {
  name               = "probe"
  availability_zones = ["eu-west-1a"]
  min_size           = 0
  max_size           = 1
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
  lifecycle {
    ignore_changes = [traffic_source, target_group_arns]
  }
}

resource "aws_sns_topic" "this" {
  name = "probe-autoscaling"
}

resource "aws_autoscaling_notification" "this" {
  group_names   = [aws_autoscaling_group.this.name]
  notifications = ["autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE"]
  topic_arn     = aws_sns_topic.this.arn
}

resource "aws_lb_target_group" "this" {
  name     = "probe-autoscaling"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.this.id
}

resource "aws_autoscaling_traffic_source_attachment" "this" {
  autoscaling_group_name = aws_autoscaling_group.this.name
  traffic_source {
    identifier = aws_lb_target_group.this.arn
    type       = "elbv2"
  }
}
