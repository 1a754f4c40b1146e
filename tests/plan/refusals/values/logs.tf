module "logs" {
  source = "../../../../modules/operations/logs"

  # name is "AWS/Orders": write 1 to 100 letters
  name = "AWS/Orders"
  # groups holds ["has space"]: write names of 1 to 512 letters
  groups = { "has space" = {} }
  # kms_key is {"arn":"alias/logs","services":null}: write the ARN of a key
  kms_key = { arn = "alias/logs" }
  # permissions_boundary is "PowerUserAccess": write the ARN of a policy
  permissions_boundary = "PowerUserAccess"
  # protected is ["e-mail"]: write names such as "EmailAddress"
  protected = ["e-mail"]
  # queries holds ["slow"]: write names of 1 to 100 characters
  queries = { slow = { text = "limit 1", log_group_names = [] } }
}

module "logs_classes" {
  source = "../../../../modules/operations/logs"

  name = "refusals"
  # groups holds the classes ["CHEAP"]: write "STANDARD" or "INFREQUENT_ACCESS"
  groups = { orders = { class = "CHEAP" } }
}

module "logs_retention" {
  source = "../../../../modules/operations/logs"

  name = "refusals"
  # groups keeps logs for [31] days: CloudWatch Logs keeps logs for
  groups = { orders = { retention_days = 31 } }
}

module "logs_key" {
  source = "../../../../modules/operations/logs"

  name = "refusals"
  # kms_key has the services ["sns"]: write "logs" into them
  kms_key = { arn = local.key.arn, services = ["sns"] }
  # metric_filters holds ["has space"]: write names
  metric_filters = { "has space" = { log_group_name = "orders", pattern = "lost" } }
  # subscriptions deliver to [{"arn":"arn:aws:sns:eu-west-1:000000000000:alarms"}]: write ARNs of delivery streams
  subscriptions = { lost = { log_group_name = "orders", firehose = { arn = local.topic } } }
}

module "logs_values" {
  source = "../../../../modules/operations/logs"

  name = "refusals"
  # metric_filters counts ["latency"]: write a number or a member of the line
  metric_filters = { lost = { log_group_name = "orders", pattern = "lost", value = "latency" } }
}

module "logs_dimensions" {
  source = "../../../../modules/operations/logs"

  name = "refusals"
  # metric_filters holds the dimensions [{"Shop":"bern"}]: write up to 3 members of the line
  metric_filters = { lost = { log_group_name = "orders", pattern = "lost", dimensions = { Shop = "bern" } } }
}

module "logs_units" {
  source = "../../../../modules/operations/logs"

  name = "refusals"
  # metric_filters holds the units ["Orders"]: write "Bytes"
  metric_filters = { lost = { log_group_name = "orders", pattern = "lost", unit = "Orders" } }
  # subscriptions read ["orders","orders","orders"]: a log group has 2 at most
  subscriptions = {
    for name in ["a", "b", "c"] : name => { log_group_name = "orders", firehose = { arn = local.delivery } }
  }
}
