# The dashboard of an environment: the state of each service above all, then everything of every kind. What stands
# here by hand exists already; what modules made is handed over as a whole.
locals {
  account = "eu-west-1:123456789012"
  label   = "app/shop-prod/0123456789abcdef/targetgroup/shop-prod-catalogue/0123456789abcdef"
}

module "dashboard" {
  source = "../.."

  name            = "example-dashboard-complete"
  account_charges = true
  alarms          = { network = "arn:aws:cloudwatch:${local.account}:alarm:shop-prod-nat-a-ports" }
  hours           = 24

  services = {
    orders = {
      alarms    = { users = "arn:aws:cloudwatch:${local.account}:alarm:shop-prod-orders-users" }
      dashboard = "shop-prod-orders"
    }
    users = { alarms = { users = "arn:aws:cloudwatch:${local.account}:alarm:shop-prod-users-users" } }
  }

  databases = {
    orders = { arn = "arn:aws:rds:${local.account}:cluster:orders" }
    users  = { arn = "arn:aws:rds:${local.account}:db:users" }
  }

  queues = {
    mails  = { name = "mails" }
    orders = { name = "orders", dead_letter_queue = { name = "orders-dead-letters" } }
  }

  containers      = { catalogue = { arn = "arn:aws:ecs:${local.account}:service/shop-prod/catalogue" } }
  distributions   = { shop = { id = "E2QWRUHAPOMQZL" } }
  functions       = { payment = { name = "shop-prod-payment" } }
  http_apis       = { shop = { id = "a1b2c3d4e5", stage = "$default" } }
  load_balanced   = { catalogue = { request_count_label = local.label } }
  log_group_names = ["/aws/lambda/shop-prod-payment", "/ecs/shop-prod/catalogue"]
  rest_apis       = { admin = { name = "shop-prod-admin", stage = "v1" } }
  state_machines  = { saga = { machine_arn = "arn:aws:states:${local.account}:stateMachine:shop-prod-saga" } }
  streams         = { clicks = { name = "shop-prod-clicks" } }
  tables          = { orders = { name = "shop-prod-orders" } }
  topics          = { orders = { name = "shop-prod-orders" } }
}

output "dashboard" {
  value = module.dashboard
}
