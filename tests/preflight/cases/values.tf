# Values, and pairs of values.

resource "aws_ecs_task_definition" "size" {
  count = local.later

  family                   = "preflight-size"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 8192
  container_definitions    = jsonencode([{ name = "web", image = "web", essential = true }])
}

resource "aws_ecs_task_definition" "fine_size" {
  family                   = "preflight-fine-size"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([{
    name         = "web"
    image        = "web"
    essential    = true
    portMappings = [{ containerPort = 80 }]
  }])
}

resource "aws_ecs_cluster" "this" {
  name = "preflight"
}

resource "aws_ecs_service" "unconnected" {
  count = local.later

  name            = "unconnected"
  cluster         = aws_ecs_cluster.this.arn
  task_definition = aws_ecs_task_definition.fine_size.arn
  launch_type     = "FARGATE"
}

resource "aws_subnet" "outside" {
  count = local.later

  vpc_id     = aws_vpc.this.id
  cidr_block = "10.9.0.0/24"
}

resource "aws_subnet" "overlapping" {
  count = local.later

  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.1.128/25"
}

resource "aws_subnet" "fine_free" {
  count = local.later

  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.3.0/24"
}

resource "aws_s3_bucket" "acl" {
  count = local.later

  bucket = "preflight-acl"
}

resource "aws_s3_bucket_acl" "acl" {
  count = local.later

  bucket = aws_s3_bucket.acl[0].id
  acl    = "private"
}

resource "aws_s3_bucket" "fine_acl" {
  count = local.later

  bucket = "preflight-fine-acl"
}

resource "aws_s3_bucket_ownership_controls" "fine_acl" {
  count = local.later

  bucket = aws_s3_bucket.fine_acl[0].id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "fine_acl" {
  count = local.later

  bucket = aws_s3_bucket.fine_acl[0].id
  acl    = "private"

  depends_on = [aws_s3_bucket_ownership_controls.fine_acl]
}

resource "aws_iam_policy" "principal" {
  count = local.later

  name = "preflight-principal"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*", Principal = "*" }]
  })
}

resource "aws_lb" "one_zone" {
  count = local.later

  name     = "preflight-one-zone"
  internal = true
  subnets  = [aws_subnet.a.id]
}

resource "aws_db_subnet_group" "one_zone" {
  count = local.later

  name       = "preflight-one-zone"
  subnet_ids = [aws_subnet.a.id]
}

resource "aws_route53_record" "apex" {
  count = local.later

  zone_id = aws_route53_zone.this.id
  name    = "preflight.example"
  type    = "CNAME"
  ttl     = 60
  records = ["www.example.com"]
}

resource "aws_route53_record" "beside" {
  count = local.later

  zone_id = aws_route53_zone.this.id
  name    = "a.preflight.example"
  type    = "CNAME"
  ttl     = 60
  records = ["www.example.com"]

  depends_on = [aws_route53_record.stays]
}

resource "aws_lb_target_group" "grpc" {
  count = local.later

  name             = "preflight-grpc"
  port             = 80
  vpc_id           = aws_vpc.this.id
  protocol         = "HTTP"
  protocol_version = "GRPC"

  health_check {
    matcher = "200"
  }
}

resource "aws_lb_target_group" "slow" {
  count = local.later

  name     = "preflight-slow"
  port     = 80
  vpc_id   = aws_vpc.this.id
  protocol = "HTTP"

  health_check {
    interval = 10
    timeout  = 10
  }
}

resource "aws_lb_listener" "https" {
  count = local.later

  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_kms_key" "locked" {
  count = local.later

  deletion_window_in_days = 7
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "kms:Decrypt"
      Resource  = "*"
      Principal = { Service = "s3.amazonaws.com" }
    }]
  })
}

resource "aws_s3_bucket_lifecycle_configuration" "early" {
  count = local.later

  bucket = aws_s3_bucket.acl[0].id

  rule {
    id     = "early"
    status = "Enabled"

    filter {}

    transition {
      days          = 10
      storage_class = "STANDARD_IA"
    }
  }
}

resource "aws_sqs_queue" "first" {
  count = local.later

  name       = "preflight-first.fifo"
  fifo_queue = true
}

resource "aws_sqs_queue" "mixed" {
  count = local.later

  name = "preflight-mixed"
  redrive_policy = jsonencode({
    deadLetterTargetArn = "arn:aws:sqs:eu-west-1:000000000000:preflight-first.fifo"
    maxReceiveCount     = 3
  })

  depends_on = [aws_sqs_queue.first]
}

resource "aws_autoscaling_group" "bounds" {
  count = local.later

  name                = "preflight-bounds"
  min_size            = 3
  max_size            = 2
  vpc_zone_identifier = [aws_subnet.a.id]

  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_launch_template" "this" {
  name          = "preflight"
  image_id      = "ami-12c6146b"
  instance_type = "t3.micro"
}

resource "aws_cloudwatch_metric_alarm" "long" {
  count = local.later

  alarm_name          = "preflight-long"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 400
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 300
  statistic           = "Sum"
  threshold           = 1
}
