data "aws_ami" "this" {
  most_recent = true
  owners      = ["amazon"]
  filter {
    name   = "name"
    values = ["al2023-ami-2023*-x86_64"]
  }
}
data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_launch_template" "this" {
  name_prefix            = "complete-"
  image_id               = data.aws_ami.this.id
  instance_type          = "t3.micro"
  update_default_version = true
  ebs_optimized          = true
  user_data              = base64encode("#!/bin/sh\n")
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      delete_on_termination = true
      encrypted             = true
      volume_size           = 20
      volume_type           = "gp2"
    }
  }
  capacity_reservation_specification {
    capacity_reservation_preference = "open"
  }
  cpu_options {
    core_count       = 1
    threads_per_core = 1
  }
  credit_specification {
    cpu_credits = "standard"
  }
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 32
  }
  monitoring {
    enabled = true
  }
  network_interfaces {
    delete_on_termination       = true
    description                 = "eth0"
    device_index                = 0
    associate_public_ip_address = true
  }
  placement {
    availability_zone = "eu-west-1b"
  }
  tag_specifications {
    resource_type = "instance"
    tags          = { WhatAmI = "Instance" }
  }
  tag_specifications {
    resource_type = "volume"
    tags          = { WhatAmI = "Volume" }
  }
}
resource "aws_autoscaling_group" "this" {
  name_prefix               = "complete-"
  min_size                  = 0
  max_size                  = 2
  desired_capacity          = 1
  vpc_zone_identifier       = data.aws_subnets.this.ids
  health_check_type         = "EC2"
  health_check_grace_period = 60
  default_cooldown          = 60
  default_instance_warmup   = 60
  capacity_rebalance        = true
  max_instance_lifetime     = 86400
  protect_from_scale_in     = false
  termination_policies      = ["OldestInstance"]
  enabled_metrics           = ["GroupMinSize", "GroupMaxSize"]
  suspended_processes       = ["AZRebalance"]
  wait_for_capacity_timeout = "0"
  force_delete              = true
  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = 0
      on_demand_percentage_above_base_capacity = 10
      spot_allocation_strategy                 = "capacity-optimized"
    }
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.this.id
        version            = "$Latest"
      }
      override {
        instance_type     = "t3.nano"
        weighted_capacity = "2"
      }
      override {
        instance_type     = "t3.medium"
        weighted_capacity = "1"
      }
    }
  }
  instance_refresh {
    strategy = "Rolling"
    preferences {
      checkpoint_delay       = 600
      checkpoint_percentages = [35, 70, 100]
      instance_warmup        = 300
      min_healthy_percentage = 50
    }
    triggers = ["tag"]
  }
  tag {
    key                 = "Name"
    value               = "complete"
    propagate_at_launch = true
  }
}
resource "aws_autoscaling_group" "warm" {
  name               = "warm"
  min_size           = 0
  max_size           = 1
  availability_zones = ["eu-west-1b"]
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
  warm_pool {
    pool_state                  = "Stopped"
    min_size                    = 1
    max_group_prepared_capacity = 2
    instance_reuse_policy {
      reuse_on_scale_in = true
    }
  }
  initial_lifecycle_hook {
    name                 = "startup"
    default_result       = "CONTINUE"
    heartbeat_timeout    = 60
    lifecycle_transition = "autoscaling:EC2_INSTANCE_LAUNCHING"
  }
}
resource "aws_autoscaling_schedule" "night" {
  scheduled_action_name  = "night"
  autoscaling_group_name = aws_autoscaling_group.this.name
  min_size               = 0
  max_size               = 0
  desired_capacity       = 0
  recurrence             = "0 18 * * 1-5"
  time_zone              = "Europe/Rome"
}
resource "aws_autoscaling_policy" "cpu" {
  name                      = "cpu"
  autoscaling_group_name    = aws_autoscaling_group.this.name
  policy_type               = "TargetTrackingScaling"
  estimated_instance_warmup = 1200
  target_tracking_configuration {
    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
    target_value = 50
  }
}
resource "aws_autoscaling_policy" "predictive" {
  name                   = "predictive"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "PredictiveScaling"
  predictive_scaling_configuration {
    mode                         = "ForecastAndScale"
    scheduling_buffer_time       = 10
    max_capacity_breach_behavior = "IncreaseMaxCapacity"
    max_capacity_buffer          = 10
    metric_specification {
      target_value = 32
      predefined_scaling_metric_specification {
        predefined_metric_type = "ASGAverageCPUUtilization"
        resource_label         = "testLabel"
      }
      predefined_load_metric_specification {
        predefined_metric_type = "ASGTotalCPUUtilization"
        resource_label         = "testLabel"
      }
    }
  }
}
resource "aws_autoscaling_policy" "step" {
  name                   = "step"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "StepScaling"
  adjustment_type        = "ChangeInCapacity"
  step_adjustment {
    scaling_adjustment          = 1
    metric_interval_lower_bound = 0
  }
}
resource "aws_autoscaling_lifecycle_hook" "this" {
  name                   = "end"
  autoscaling_group_name = aws_autoscaling_group.this.name
  default_result         = "CONTINUE"
  heartbeat_timeout      = 180
  lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"
}
data "aws_autoscaling_group" "this" {
  name = aws_autoscaling_group.this.name
}
data "aws_autoscaling_groups" "all" {}
data "aws_launch_template" "this" {
  id = aws_launch_template.this.id
}
