# A service in a cluster and a VPC that exist already, behind a load balancer that exists already, with tasks by the
# clock and credentials for a private registry. The resources below stand for what exists.
resource "aws_vpc" "shared" {
  #checkov:skip=CKV2_AWS_11: represents a network that exists already
  #checkov:skip=CKV2_AWS_12: represents a network that exists already
  cidr_block           = "10.91.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "shared" {
  for_each = { a = "10.91.1.0/24", b = "10.91.2.0/24" }

  availability_zone = "eu-west-1${each.key}"
  cidr_block        = each.value
  vpc_id            = aws_vpc.shared.id
}

resource "aws_ecs_cluster" "shared" {
  #checkov:skip=CKV_AWS_65: represents a cluster that exists already
  name = "example-service-existing"
}

resource "aws_lb" "shared" {
  #checkov:skip=CKV2_AWS_20: it speaks TCP
  #checkov:skip=CKV_AWS_91: represents a load balancer that exists already
  #checkov:skip=CKV_AWS_150: examples are destroyed after use
  #checkov:skip=CKV_AWS_152: represents a load balancer that exists already
  name               = "example-existing"
  internal           = true
  load_balancer_type = "network"
  subnets            = [for subnet in aws_subnet.shared : subnet.id]
}

resource "aws_lb_target_group" "shared" {
  name        = "example-existing"
  port        = 8080
  protocol    = "TCP"
  target_type = "ip"
  vpc_id      = aws_vpc.shared.id
}

resource "aws_lb_listener" "shared" {
  #checkov:skip=CKV_AWS_2: represents a listener that exists already
  load_balancer_arn = aws_lb.shared.arn
  port              = 80
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.shared.arn
  }
}

resource "aws_security_group" "callers" {
  #checkov:skip=CKV2_AWS_5: represents that of callers
  name        = "example-service-existing-callers"
  description = "Who calls the service."
  vpc_id      = aws_vpc.shared.id
}

resource "aws_secretsmanager_secret" "registry" {
  #checkov:skip=CKV2_AWS_57: a token of the registry's
  #checkov:skip=CKV_AWS_149: represents a secret that exists already
  name                    = "example-service-existing-registry"
  recovery_window_in_days = 0
}

locals {
  subnet_ids = { for zone, subnet in aws_subnet.shared : zone => subnet.id }
}

module "service" {
  source = "../.."

  name = "example-service-existing"
  cluster = {
    arn       = aws_ecs_cluster.shared.arn
    name      = aws_ecs_cluster.shared.name
    namespace = { arn = "", name = "" }
    grants    = { execute_command = [] }
  }
  clients              = { callers = { security_group_id = aws_security_group.callers.id } }
  deployment_percent   = { min = 50, max = 200 }
  image                = "ghcr.io/your-org/orders:1.4.2"
  network              = { id = aws_vpc.shared.id, private_subnet_ids = local.subnet_ids }
  port                 = 8080
  ports                = { metrics = 9090 }
  protocol             = "tcp"
  registry_credentials = { "ghcr.io" = { arn = aws_secretsmanager_secret.registry.arn } }
  scheduled_tasks      = { report = { command = ["report"], schedule = "cron(0 3 * * ? *)" } }
  target_groups        = { shared = { arn = aws_lb_target_group.shared.arn } }
  tasks                = { min = 2, max = 4 }
  ulimits              = { nofile = { hard = 65536 } }

  # A target group takes tasks once a listener uses it.
  depends_on = [aws_lb_listener.shared]
}

output "service" {
  value = module.service
}
