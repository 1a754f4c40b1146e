data "aws_caller_identity" "this" {}
data "aws_default_tags" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  # Auto Scaling and launch templates do not pass on the provider's default tags.
  tags = merge(data.aws_default_tags.this.tags, var.tags, { Name = var.name })

  image = coalesce(
    var.image,
    "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${var.architecture}"
  )

  # A warm pool wants one type and no Spot, so a group that needs no mix has none.
  # https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html
  mixed = var.requirements != null || length(var.instance_types) > 1 || var.spot.percent > 0

  overrides = (
    var.requirements == null ? [for type in var.instance_types : { type = type, requirements = [] }] :
    [{ type = null, requirements = [var.requirements] }]
  )
  subnets = {
    for zone, subnet in var.network.private_subnet_ids :
    zone => subnet if var.zones == null ? true : contains(var.zones, zone)
  }
}

resource "aws_launch_template" "this" {
  name                   = var.name
  description            = "Instances of ${var.name}."
  ebs_optimized          = true
  image_id               = local.image
  instance_type          = local.mixed ? null : var.instance_types[0]
  update_default_version = true
  user_data              = var.user_data == null ? null : base64encode(var.user_data)

  block_device_mappings {
    device_name = var.root_device

    ebs {
      delete_on_termination = true
      encrypted             = true
      kms_key_id            = try(var.kms_key.arn, null)
      volume_size           = var.storage_gb
      volume_type           = "gp3"
    }
  }

  iam_instance_profile {
    name = aws_iam_instance_profile.this.name
  }

  dynamic "block_device_mappings" {
    for_each = var.volumes

    content {
      device_name = block_device_mappings.key

      ebs {
        delete_on_termination = true
        encrypted             = true
        iops                  = block_device_mappings.value.iops
        kms_key_id            = try(var.kms_key.arn, null)
        snapshot_id           = block_device_mappings.value.snapshot_id
        throughput            = block_device_mappings.value.throughput_mbps
        volume_size           = block_device_mappings.value.gb
        volume_type           = block_device_mappings.value.type
      }
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = var.metadata_hops
    http_tokens                 = "required"
  }

  monitoring {
    enabled = true
  }

  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = concat([aws_security_group.this.id], var.security_group_ids)
  }

  # The group tags its instances, not what they stand on.
  dynamic "tag_specifications" {
    for_each = ["network-interface", "volume"]

    content {
      resource_type = tag_specifications.value
      tags          = local.tags
    }
  }

  tags = var.tags
}

resource "aws_autoscaling_group" "this" {
  name                    = var.name
  capacity_rebalance      = var.spot.percent > 0
  default_instance_warmup = var.warmup_seconds
  enabled_metrics = [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
  ]
  health_check_grace_period = var.start_seconds
  health_check_type         = var.listener == null ? "EC2" : "ELB" # which includes EC2's
  max_instance_lifetime     = var.lifetime_days == null ? null : var.lifetime_days * 86400
  max_size                  = var.instances.max
  min_size                  = var.instances.min
  placement_group           = one(aws_placement_group.this[*].name)
  target_group_arns         = module.listener[*].target_group_arn
  termination_policies      = var.termination_policies
  vpc_zone_identifier       = values(local.subnets)
  wait_for_capacity_timeout = var.wait ? "10m" : "0"

  # The first instances wait for these too; later changes are the hooks' own.
  dynamic "initial_lifecycle_hook" {
    for_each = var.hooks

    content {
      name                 = initial_lifecycle_hook.key
      default_result       = local.hooks[initial_lifecycle_hook.key].result
      heartbeat_timeout    = initial_lifecycle_hook.value.timeout_seconds
      lifecycle_transition = local.hooks[initial_lifecycle_hook.key].transition
    }
  }

  instance_refresh {
    strategy = "Rolling"

    # Without going back: the provider gives the group its new template before the refresh begins, so that Auto Scaling
    # would go back to just that, again and again. https://github.com/hashicorp/terraform-provider-aws/issues/34189
    preferences {
      auto_rollback = false
      checkpoint_delay = (
        length(var.refresh.checkpoint_percents) == 0 ? null : var.refresh.checkpoint_seconds
      )
      checkpoint_percentages = (
        length(var.refresh.checkpoint_percents) == 0 ? null : var.refresh.checkpoint_percents
      )
      max_healthy_percentage       = var.refresh.max_healthy_percent
      min_healthy_percentage       = var.refresh.min_healthy_percent
      scale_in_protected_instances = "Wait"
      skip_matching                = true

      dynamic "alarm_specification" {
        for_each = length(var.stop_alarms) == 0 ? [] : [var.stop_alarms]

        content {
          alarms = alarm_specification.value
        }
      }
    }
  }

  # By number, so that a new version starts a refresh, and an old one can be gone back to.
  dynamic "launch_template" {
    for_each = local.mixed ? [] : [aws_launch_template.this]

    content {
      id      = launch_template.value.id
      version = launch_template.value.latest_version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = local.mixed ? [aws_launch_template.this] : []

    content {
      instances_distribution {
        on_demand_allocation_strategy            = var.requirements == null ? "prioritized" : "lowest-price"
        on_demand_base_capacity                  = var.spot.on_demand_base
        on_demand_percentage_above_base_capacity = 100 - var.spot.percent
        spot_allocation_strategy                 = var.spot.allocation
      }

      launch_template {
        launch_template_specification {
          launch_template_id = mixed_instances_policy.value.id
          version            = mixed_instances_policy.value.latest_version
        }

        dynamic "override" {
          for_each = local.overrides

          content {
            instance_type = override.value.type

            dynamic "instance_requirements" {
              for_each = override.value.requirements

              content {
                allowed_instance_types = (
                  length(instance_requirements.value.allowed) == 0 ? null : instance_requirements.value.allowed
                )
                burstable_performance = instance_requirements.value.burstable ? "included" : "excluded"
                cpu_manufacturers     = var.architecture == "arm64" ? ["amazon-web-services"] : ["amd", "intel"]
                instance_generations  = ["current"]

                memory_mib {
                  max = instance_requirements.value.memory_mb.max
                  min = instance_requirements.value.memory_mb.min
                }

                vcpu_count {
                  max = instance_requirements.value.cpus.max
                  min = instance_requirements.value.cpus.min
                }
              }
            }
          }
        }
      }
    }
  }

  dynamic "tag" {
    for_each = local.tags

    content {
      key                 = tag.key
      propagate_at_launch = true
      value               = tag.value
    }
  }

  dynamic "warm_pool" {
    for_each = var.warm_pool == null ? [] : [var.warm_pool]

    content {
      max_group_prepared_capacity = warm_pool.value.max_prepared
      min_size                    = warm_pool.value.min
      pool_state                  = warm_pool.value.state

      instance_reuse_policy {
        reuse_on_scale_in = warm_pool.value.reuse
      }
    }
  }

  # The first instance needs the rights and the key, and so does the last.
  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this, aws_kms_grant.volumes]
}

resource "aws_placement_group" "this" {
  count = var.placement == null ? 0 : 1

  name            = "${var.name}-${var.placement.strategy}"
  partition_count = var.placement.strategy == "partition" ? var.placement.partitions : null
  strategy        = var.placement.strategy

  tags = var.tags
}

# Auto Scaling makes encrypted volumes as itself: a role's policy does not reach it, a grant of the key does.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
resource "aws_kms_grant" "volumes" {
  count = var.kms_key == null ? 0 : 1

  name = "${var.name}-volumes"
  grantee_principal = replace(
    aws_iam_role.this.arn,
    "/:role/.*/",
    ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  )
  key_id = var.kms_key.arn
  operations = [
    "CreateGrant",
    "Decrypt",
    "DescribeKey",
    "Encrypt",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
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
  routes                 = var.routes
  security_group         = aws_security_group.this
  target_type            = "instance"

  tags = var.tags
}
