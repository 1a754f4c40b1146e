module "dashboard" {
  source = "../../../../modules/operations/dashboard"

  # name is "shop prod": write 1 to 255 letters
  name = "shop prod"
  # alarms is {"orders":"orders-age"}: write ARNs of up to 100 alarms
  alarms = { orders = "orders-age" }
  # containers holds [{"arn":"arn:aws:ecs:eu-west-1:000000000000:service/orders"}]: write ARNs of services of ECS
  containers = { orders = { arn = "arn:aws:ecs:eu-west-1:000000000000:service/orders" } }
  # databases holds [{"arn":"orders"}]: write ARNs of instances or clusters of RDS
  databases = { orders = { arn = "orders" } }
  # hours is 0: write 1 to 720
  hours = 0
  # load_balanced holds [{"request_count_label":"app/orders"}]: write the label of load balancer and target group
  load_balanced = { orders = { request_count_label = "app/orders" } }
  # log_group_names is ["has space"]: write names of up to 50 log groups
  log_group_names = ["has space"]
  # services holds the alarms [[]]: write ARNs of 1 to 100 alarms for each
  services = { orders = { alarms = {} } }
}
