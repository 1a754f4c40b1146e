resource "aws_vpc" "this" {
  cidr_block = "10.72.0.0/16"
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.72.1.0/24"
}

resource "aws_ecs_account_setting_default" "this" {
  name  = "containerInsights"
  value = "enabled"
}

resource "aws_ecs_cluster" "this" {
  name = "probe"
}

resource "aws_ecs_task_definition" "this" {
  family                   = "probe"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([{
    name         = "app"
    image        = "nginx"
    essential    = true
    portMappings = [{ containerPort = 80 }]
  }])
}

resource "aws_ecs_service" "this" {
  name            = "probe"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = 1
  launch_type     = "FARGATE"
  network_configuration {
    subnets = [aws_subnet.this.id]
  }
}

resource "aws_ecs_task_definition" "instances" {
  family                = "probe-instances"
  container_definitions = jsonencode([{ name = "app", image = "nginx", memory = 128 }])
}

resource "aws_ecs_service" "instances" {
  name                = "probe-instances"
  cluster             = aws_ecs_cluster.this.id
  task_definition     = aws_ecs_task_definition.instances.arn
  scheduling_strategy = "DAEMON"
}

resource "aws_ecs_service" "external" {
  name          = "probe-external"
  cluster       = aws_ecs_cluster.this.id
  desired_count = 1
  deployment_controller {
    type = "EXTERNAL"
  }
}

resource "aws_ecs_task_set" "this" {
  service         = aws_ecs_service.external.id
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets = [aws_subnet.this.id]
  }
}
