module "instances" {
  source = "../../../../modules/compute/ec2-autoscaling"

  name    = "refusals"
  network = local.network
  # clients are worker, and there is no port to connect to: write port too
  clients = { worker = { security_group_id = "sg-0" } }
  # listener is set without port: write the port
  listener = local.listener
  # placement is "cluster" over the zones a, b: a cluster is in one, write zones = ["a"]
  placement = { strategy = "cluster" }
}

module "instances_mixed" {
  source = "../../../../modules/compute/ec2-autoscaling"

  name         = "refusals"
  network      = local.network
  requirements = { cpus = { min = 2 }, memory_mb = { min = 2048 } }
  # scaling.requests_per_instance is 100, and no load balancer counts requests: write listener too
  scaling = { requests_per_instance = 100 }
  # spot.allocation is "capacity-optimized-prioritized" with requirements, which have no order
  spot = { percent = 50, allocation = "capacity-optimized-prioritized" }
}

module "instances_zones" {
  source = "../../../../modules/compute/ec2-autoscaling"

  name           = "refusals"
  instance_types = ["m7g.large", "m6g.large"]
  listener       = local.listener
  network        = local.network
  port           = 8080
  # routes and listener go together, and routes holds 0: write both
  routes = {}
  # scaling.schedules sets 11 instances: write numbers within instances, 2 to 10
  scaling = { schedules = { day = { schedule = "0 7 * * *", instances = 11 } } }
  # warm_pool is set for a mix of types or Spot, which keeps no instances warm
  warm_pool = {}
  # zones is ["a","c"]: write some of a, b, which network has
  zones = ["a", "c"]
}

module "instances_volumes" {
  source = "../../../../modules/compute/ec2-autoscaling"

  name           = "refusals"
  instance_types = ["m7g.large"]
  network        = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # volumes is {"/dev/xvda":{"gb":10,"iops":null
  volumes = { "/dev/xvda" = { gb = 10 } }
}
