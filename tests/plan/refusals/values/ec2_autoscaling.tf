module "instances" {
  source = "../../../../modules/compute/ec2-autoscaling"

  network = local.network
  # name is "search_api": write 1 to 38 letters
  name = "search_api"
  # alarm_cpu_percent is 0: write a percentage
  alarm_cpu_percent = 0
  # architecture is "arm": write "arm64" or "x86_64"
  architecture = "arm"
  # hooks are [["stop","abandon"]]: write at = "launch" or "terminate"
  # hooks wait for [10]: write timeout_seconds of 30 to 7200
  hooks = { drain = { at = "stop", timeout_seconds = 10 } }
  # image is "al2023": write "ami-…", or "resolve:ssm:" and a parameter's name
  image = "al2023"
  # instances is 3 to 2: write min from 0 to max
  instances = { min = 3, max = 2 }
  # lifetime_days is 0: write 1 to 365
  lifetime_days = 0
  # metadata_hops is 3: write 1, or 2
  metadata_hops = 3
  # placement is {"partitions":3,"strategy":"near"}: write the strategy "spread"
  placement = { strategy = "near" }
  # port is 65536: write 1 to 65535
  port = 65536
  # refresh.checkpoint_percents is [50]: write percentages that end with 100
  # refresh.min_healthy_percent is 50 and max_healthy_percent 200: write 0 to 100 and 100 to 200, no more than 100 apart
  # refresh.checkpoint_seconds is -1: write 0 to 172800
  refresh = { checkpoint_percents = [50], checkpoint_seconds = -1, max_healthy_percent = 200, min_healthy_percent = 50 }
  # requirements has cpus {"max":2,"min":4} and memory_mb {"max":null,"min":2048}: write min of 1 or more
  requirements = { cpus = { min = 4, max = 2 }, memory_mb = { min = 2048 } }
  # root_device is "xvda": write what DescribeImages says
  root_device = "xvda"
  # There are 5 security_group_ids: an instance has five with its own, write 4 or fewer
  security_group_ids = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5"]
  # start_seconds is 7201: write 0 to 7200 seconds
  start_seconds = 7201
  # stop_seconds is 3601: write 0 to 3600 seconds
  stop_seconds = 3601
  # storage_gb is 0: write 1 to 16384
  storage_gb = 0
  # termination_policies is ["Oldest"]: write one or more of "AllocationStrategy"
  termination_policies = ["Oldest"]
  # user_data is 16387 characters long: EC2 takes 16 KiB
  user_data = format("%-16387s", "#!/bin/sh")
  # warmup_seconds is 3601: write 0 to 3600 seconds
  warmup_seconds = 3601
}

module "instances_scaling" {
  source = "../../../../modules/compute/ec2-autoscaling"

  name    = "refusals"
  network = local.network
  # scaling.cpu_percent is 101: write more than 0 and at most 100
  # scaling.predictive.ahead_seconds is 3601: write 0 to 3600 seconds
  # scaling.schedules holds ["cron(0 7 * * ? *)"]: write minute, hour, day, month and weekday
  scaling = {
    cpu_percent = 101
    predictive  = { ahead_seconds = 3601 }
    schedules   = { day = { schedule = "cron(0 7 * * ? *)", instances = 3 } }
  }
  # spot.percent is 101 and on_demand_base 0: write 0 to 100
  # spot.allocation is "lowest-price": write "price-capacity-optimized"
  spot = { percent = 101, allocation = "lowest-price" }
}

module "instances_warm" {
  source = "../../../../modules/compute/ec2-autoscaling"

  name    = "refusals"
  network = local.network
  # scaling.predictive is set without cpu_percent, which it forecasts
  scaling = { predictive = {} }
  # warm_pool is {"max_prepared":null,"min":0,"reuse":false,"state":"Warm"}: write the state "Stopped"
  warm_pool = { state = "Warm" }
}

module "instances_extras" {
  source = "../../../../modules/compute/ec2-autoscaling"

  name           = "refusals"
  instance_types = ["m7g.large"]
  network        = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # policies is {"agent":"CloudWatchAgentServerPolicy"}: write ARNs of policies
  policies = { agent = "CloudWatchAgentServerPolicy" }
  # scaling_metrics is {"sessions":{"dimensions":{},"metric":"Sessions","namespace":"Shop","statistic":"p90","target":0}}: write a target
  scaling_metrics = { sessions = { metric = "Sessions", namespace = "Shop", target = 0, statistic = "p90" } }
}
