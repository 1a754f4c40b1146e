data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  # A release never has fewer tasks, but a daemon's, of which an instance has one.
  deployment_percent = {
    max = var.deployment_percent.max == null ? (var.daemon ? 100 : 200) : var.deployment_percent.max
    min = var.deployment_percent.min == null ? (var.daemon ? 0 : 100) : var.deployment_percent.min
  }

  log_group_name = "/ecs/${var.name}"
  log_group_arn  = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.log_group_name}"
}

# A release out of Terraform makes a revision of its own and has the service run it. `track_latest` takes that
# revision as
# this resource, and `local.image` is the image it runs, so that there is nothing to change back: see release.tf.
resource "aws_ecs_task_definition" "this" {
  #checkov:skip=CKV_AWS_336: root file systems are read-only unless the caller turns it off, which checkov does not see in computed JSON
  family                   = var.name
  container_definitions    = jsonencode(concat([local.main], local.sidecars, local.routers))
  cpu                      = var.cpu
  execution_role_arn       = aws_iam_role.this["execution"].arn
  memory                   = var.memory_mb
  network_mode             = "awsvpc"
  requires_compatibilities = [local.on_fargate ? "FARGATE" : "EC2"]
  task_role_arn            = aws_iam_role.this["task"].arn
  track_latest             = true

  dynamic "ephemeral_storage" {
    for_each = var.storage_gb > 20 ? [var.storage_gb] : []

    content {
      size_in_gib = ephemeral_storage.value
    }
  }

  runtime_platform {
    cpu_architecture        = local.cpu_architectures[var.architecture]
    operating_system_family = "LINUX"
  }

  dynamic "volume" {
    for_each = local.volumes

    content {
      name = volume.key
    }
  }

  dynamic "volume" {
    for_each = var.volumes

    content {
      name                = volume.key
      configure_at_launch = volume.value.ebs == null ? null : true

      dynamic "efs_volume_configuration" {
        for_each = volume.value.efs[*]

        content {
          file_system_id     = efs_volume_configuration.value.file_system_id
          root_directory     = efs_volume_configuration.value.root
          transit_encryption = "ENABLED"

          authorization_config {
            access_point_id = efs_volume_configuration.value.access_point_id
            iam             = "ENABLED"
          }
        }
      }
    }
  }

  tags = var.tags

  # The last revision stays until the service runs the next: a rollback needs it.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_ecs_service" "this" {
  name                              = var.name
  availability_zone_rebalancing     = var.daemon ? "DISABLED" : "ENABLED"
  cluster                           = var.cluster.arn
  desired_count                     = var.daemon ? null : var.tasks.min
  enable_ecs_managed_tags           = true
  enable_execute_command            = var.execute_command
  force_new_deployment              = true # without it, the provider replaces the service when its capacity changes
  health_check_grace_period_seconds = var.listener == null && length(var.target_groups) == 0 ? null : var.start_seconds
  launch_type                       = var.daemon ? "EC2" : null
  propagate_tags                    = "SERVICE"
  scheduling_strategy               = var.daemon ? "DAEMON" : "REPLICA"
  task_definition                   = aws_ecs_task_definition.this.arn
  wait_for_steady_state             = var.wait

  deployment_maximum_percent         = local.deployment_percent.max
  deployment_minimum_healthy_percent = local.deployment_percent.min

  dynamic "alarms" {
    for_each = length(var.rollback_alarms) == 0 ? [] : [var.rollback_alarms]

    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = true
    }
  }

  # A daemon is where the instances are.
  dynamic "capacity_provider_strategy" {
    for_each = var.daemon ? {} : var.capacity

    content {
      base              = capacity_provider_strategy.value.base
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value.weight
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "load_balancer" {
    for_each = module.listener

    content {
      container_name   = local.main.name
      container_port   = var.port
      target_group_arn = load_balancer.value.target_group_arn
    }
  }

  dynamic "load_balancer" {
    for_each = var.target_groups

    content {
      container_name   = local.main.name
      container_port   = load_balancer.value.port == null ? var.port : load_balancer.value.port
      target_group_arn = load_balancer.value.arn
    }
  }

  network_configuration {
    assign_public_ip = false
    security_groups  = concat([aws_security_group.this.id], var.security_group_ids)
    subnets          = values(var.network.private_subnet_ids)
  }

  dynamic "service_connect_configuration" {
    for_each = var.connect == null ? [] : [var.connect]

    content {
      enabled   = true
      namespace = var.cluster.namespace.arn

      log_configuration {
        log_driver = "awslogs"
        options    = local.log_options["connect"]
      }

      dynamic "service" {
        for_each = var.port == null ? [] : [var.port]

        content {
          discovery_name = var.name
          port_name      = local.main.name

          client_alias {
            dns_name = coalesce(service_connect_configuration.value.dns_name, var.name)
            port     = service.value
          }

          timeout {
            idle_timeout_seconds = service_connect_configuration.value.idle_timeout_seconds
            per_request_timeout_seconds = (
              var.protocol == "tcp" ? null : service_connect_configuration.value.request_timeout_seconds
            )
          }
        }
      }
    }
  }

  dynamic "service_registries" {
    for_each = var.registry == null ? [] : [var.registry]

    content {
      registry_arn = service_registries.value.arn
    }
  }

  dynamic "volume_configuration" {
    for_each = { for name, volume in var.volumes : name => volume.ebs if volume.ebs != null }

    content {
      name = volume_configuration.key

      managed_ebs_volume {
        encrypted   = true
        iops        = volume_configuration.value.iops
        kms_key_id  = try(volume_configuration.value.kms_key.arn, null)
        role_arn    = aws_iam_role.infrastructure[0].arn
        size_in_gb  = volume_configuration.value.gb
        snapshot_id = volume_configuration.value.snapshot_id
        throughput  = volume_configuration.value.throughput_mbps
        volume_type = volume_configuration.value.type
      }
    }
  }

  dynamic "vpc_lattice_configurations" {
    for_each = var.lattice

    content {
      port_name        = coalesce(vpc_lattice_configurations.value.port, var.name)
      role_arn         = aws_iam_role.infrastructure[0].arn
      target_group_arn = vpc_lattice_configurations.value.target_group_arn
    }
  }

  tags = var.tags

  # How many tasks there are is scaling's to say, within the bounds that scaling.tf sets.
  lifecycle {
    ignore_changes = [desired_count]
  }

  # ECS needs the roles' permissions to start the first task, and to end the last.
  depends_on = [
    aws_iam_role_policy.execution,
    aws_iam_role_policy.infrastructure,
    aws_iam_role_policy.task,
    aws_iam_role_policy_attachment.infrastructure,
  ]
}

module "listener" {
  source = "../../network/alb-service"
  count  = var.listener == null ? 0 : 1

  name                   = var.name
  alarm_actions          = var.alarm_actions
  deregistration_seconds = var.stop_seconds
  health_check           = var.health_check
  listener               = var.listener
  port                   = var.port
  protocol_version       = { grpc = "GRPC", http = "HTTP1", http2 = "HTTP2", tcp = "HTTP1" }[var.protocol]
  routes                 = var.routes
  security_group         = aws_security_group.this

  tags = var.tags
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-service-"
  description = "Tasks of ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-service" })

  lifecycle {
    create_before_destroy = true
  }
}

# What a task may call, its role and the others' security groups say.
resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = { ipv4 = "0.0.0.0/0", ipv6 = "::/0" }

  cidr_ipv4         = each.key == "ipv4" ? each.value : null
  cidr_ipv6         = each.key == "ipv6" ? each.value : null
  description       = "Everything, over ${each.key}"
  ip_protocol       = "-1"
  security_group_id = aws_security_group.this.id

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  description                  = each.key
  from_port                    = var.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = var.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "clients_of_ports" {
  for_each = merge([
    for client, group in var.clients :
    { for name, port in var.ports : "${client}-${name}" => { group = group, port = port } }
  ]...)

  description                  = each.key
  from_port                    = each.value.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.group.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  name              = local.log_group_name
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}
