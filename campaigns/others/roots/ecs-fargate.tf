data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_ecs_cluster" "this" {
  name = "complete"
  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"
      log_configuration {
        cloud_watch_log_group_name = aws_cloudwatch_log_group.this.name
      }
    }
  }
  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
  service_connect_defaults {
    namespace = aws_service_discovery_http_namespace.this.arn
  }
}
resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 50
    base              = 20
  }
  default_capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 50
  }
}
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/ecs/complete"
  retention_in_days = 30
}
resource "aws_service_discovery_http_namespace" "this" {
  name = "complete"
}
resource "aws_iam_role" "exec" {
  name = "ecs-exec"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_task_definition" "this" {
  family                   = "complete"
  cpu                      = 1024
  memory                   = 4096
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.exec.arn
  task_role_arn            = aws_iam_role.exec.arn
  ephemeral_storage {
    size_in_gib = 30
  }
  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "ARM64"
  }
  volume {
    name = "scratch"
  }
  container_definitions = jsonencode([
    {
      name                   = "app"
      image                  = "public.ecr.aws/nginx/nginx:latest"
      essential              = true
      cpu                    = 512
      memory                 = 1024
      portMappings           = [{ name = "app", containerPort = 3000, hostPort = 3000, protocol = "tcp" }]
      environment            = [{ name = "A", value = "b" }]
      readonlyRootFilesystem = false
      mountPoints            = [{ sourceVolume = "scratch", containerPath = "/scratch" }]
      dependsOn              = [{ containerName = "router", condition = "START" }]
      logConfiguration       = { logDriver = "awsfirelens", options = { Name = "firehose" } }
      linuxParameters        = { capabilities = { drop = ["NET_RAW"] }, initProcessEnabled = true }
    },
    {
      name                  = "router"
      image                 = "amazon/aws-for-fluent-bit:stable"
      essential             = true
      cpu                   = 256
      memory                = 256
      firelensConfiguration = { type = "fluentbit" }
      healthCheck           = { command = ["CMD-SHELL", "true"], interval = 30, retries = 3, timeout = 5 }
    },
  ])
}
resource "aws_lb" "this" {
  name    = "ecs"
  subnets = data.aws_subnets.this.ids
}
resource "aws_lb_target_group" "this" {
  name        = "ecs"
  port        = 3000
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = data.aws_vpc.default.id
}
resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}
resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "complete.local"
  vpc  = data.aws_vpc.default.id
}
resource "aws_service_discovery_service" "this" {
  name = "app"
  dns_config {
    namespace_id = aws_service_discovery_private_dns_namespace.this.id
    dns_records {
      ttl  = 10
      type = "A"
    }
    routing_policy = "MULTIVALUE"
  }
  health_check_custom_config {
    failure_threshold = 1
  }
}
resource "aws_ecs_service" "this" {
  name                              = "complete"
  cluster                           = aws_ecs_cluster.this.id
  task_definition                   = aws_ecs_task_definition.this.arn
  desired_count                     = 1
  enable_execute_command            = true
  enable_ecs_managed_tags           = true
  propagate_tags                    = "SERVICE"
  health_check_grace_period_seconds = 60
  availability_zone_rebalancing     = "ENABLED"
  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.this.arn
    container_name   = "app"
    container_port   = 3000
  }
  network_configuration {
    subnets          = data.aws_subnets.this.ids
    assign_public_ip = true
  }
  service_connect_configuration {
    enabled   = true
    namespace = aws_service_discovery_http_namespace.this.arn
    service {
      port_name      = "app"
      discovery_name = "app"
      client_alias {
        port     = 3000
        dns_name = "app"
      }
    }
  }
  service_registries {
    registry_arn = aws_service_discovery_service.this.arn
  }
  lifecycle {
    ignore_changes = [desired_count]
  }
  depends_on = [aws_lb_listener.this, aws_ecs_cluster_capacity_providers.this]
}
resource "aws_appautoscaling_target" "this" {
  max_capacity       = 10
  min_capacity       = 1
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
}
resource "aws_appautoscaling_policy" "cpu" {
  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  target_tracking_scaling_policy_configuration {
    target_value       = 75
    scale_in_cooldown  = 300
    scale_out_cooldown = 60
    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
resource "aws_appautoscaling_scheduled_action" "this" {
  name               = "night"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  schedule           = "cron(0 22 * * ? *)"
  timezone           = "Europe/London"
  scalable_target_action {
    min_capacity = 0
    max_capacity = 0
  }
}
data "aws_ecs_cluster" "this" {
  cluster_name = aws_ecs_cluster.this.name
}
data "aws_ecs_service" "this" {
  service_name = aws_ecs_service.this.name
  cluster_arn  = aws_ecs_cluster.this.arn
}
data "aws_ecs_task_definition" "this" {
  task_definition = aws_ecs_task_definition.this.family
}
data "aws_ecs_container_definition" "this" {
  task_definition = aws_ecs_task_definition.this.arn
  container_name  = "app"
}
data "aws_ecs_clusters" "all" {}
