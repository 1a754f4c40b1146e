module "chaos" {
  source = "../../../../modules/operations/chaos"

  # name is "has space": write 1 to 64 letters
  name = "has space"
  # fail_zones holds ["has space"]: write names of 1 to 64 letters
  fail_zones = { "has space" = { network = { id = "vpc-0" }, zone = "eu-west-1a" } }
  # permissions_boundary is "PowerUserAccess": write the ARN of a policy
  permissions_boundary = "PowerUserAccess"
  # slow_tasks holds ["has space"]: write names of 1 to 64 letters
  slow_tasks = { "has space" = { service = { arn = local.tasks } } }
  # stop_alarms is []: write 1 to 5 ARNs of alarms
  stop_alarms = []
  # stop_tasks holds ["has space"]: write names of 1 to 64 letters
  stop_tasks = { "has space" = { service = { arn = local.tasks } } }
}

module "chaos_durations" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # fail_zones lasts [0] minutes: write 1 to 720
  fail_zones = { one = { network = { id = "vpc-0" }, zone = "eu-west-1a", duration_minutes = 0 } }
  # slow_tasks lasts [721] minutes: write 1 to 720
  slow_tasks = { two = { service = { arn = local.tasks }, duration_minutes = 721 } }
  # stop_tasks takes [0] percent: write 1 to 100
  stop_tasks = { three = { service = { arn = local.tasks }, percent = 0 } }
}

module "chaos_targets" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # fail_zones cuts off ["a"]: write names of zones
  fail_zones = { one = { network = { id = "vpc-0" }, zone = "a" } }
  # slow_tasks takes [101] percent: write 1 to 100
  slow_tasks = { two = { service = { arn = local.tasks }, percent = 101 } }
  # stop_tasks is about ["orders"]: write ARNs of services of ECS
  stop_tasks = { three = { service = { arn = "orders" } } }
}

module "chaos_delays" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # slow_tasks waits [-1] ms: write 0 to 60000
  slow_tasks = { two = { service = { arn = local.tasks }, delay_ms = -1 } }
}

module "chaos_slow_tasks" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # slow_tasks is about ["orders"]: write ARNs of services of
  slow_tasks = { two = { service = { arn = "orders" } } }
}

module "chaos_apis" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # throttle_apis is about ["sqs"]: FIS throttles "ec2" and "kinesis", write one of them
  throttle_apis = { one = { operations = ["SendMessage"], role = local.worker, service = "sqs" } }
}

module "chaos_api_names" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # throttle_apis holds ["has space"]: write names of 1 to 64 letters
  throttle_apis = { "has space" = { operations = ["PutRecord"], role = local.worker, service = "kinesis" } }
}

module "chaos_api_minutes" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # throttle_apis lasts [0] minutes: write 1 to 720
  throttle_apis = {
    one = { operations = ["PutRecord"], role = local.worker, service = "kinesis", duration_minutes = 0 }
  }
}

module "chaos_api_percent" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  # throttle_apis takes [0] percent: write 1 to 100
  throttle_apis = { one = { operations = ["PutRecord"], role = local.worker, service = "kinesis", percent = 0 } }
}

locals {
  tasks  = "arn:aws:ecs:eu-west-1:000000000000:service/refusals/refusals"
  worker = { arn = "arn:aws:iam::000000000000:role/refusals" }
}
