data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_iam_role" "this" {
  name = "batch"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["batch.amazonaws.com", "ecs-tasks.amazonaws.com"] }
    }]
  })
}
resource "aws_security_group" "this" {
  name   = "batch"
  vpc_id = data.aws_vpc.default.id
}
resource "aws_batch_compute_environment" "this" {
  compute_environment_name = "fargate"
  type                     = "MANAGED"
  service_role             = aws_iam_role.this.arn
  compute_resources {
    type               = "FARGATE"
    max_vcpus          = 16
    security_group_ids = [aws_security_group.this.id]
    subnets            = data.aws_subnets.this.ids
  }
}
resource "aws_batch_job_queue" "this" {
  name     = "queue"
  state    = "ENABLED"
  priority = 1
  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.this.arn
  }
}
resource "aws_batch_job_definition" "this" {
  name                  = "job"
  type                  = "container"
  platform_capabilities = ["FARGATE"]
  container_properties = jsonencode({
    command = [
      "echo",
      "test",
    ],
    image                        = "busybox"
    jobRoleArn                   = aws_iam_role.this.arn
    executionRoleArn             = aws_iam_role.this.arn
    resourceRequirements         = [{ type = "VCPU", value = "0.25" }, { type = "MEMORY", value = "512" }]
    fargatePlatformConfiguration = { platformVersion = "LATEST" }
  })
}
