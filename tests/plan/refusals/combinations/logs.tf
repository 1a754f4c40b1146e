module "logs" {
  source = "../../../../modules/operations/logs"

  name   = "refusals"
  groups = { orders = { class = "INFREQUENT_ACCESS" } }
  # metric_filters reads ["orders"]: CloudWatch Logs measures nothing in log groups of the class INFREQUENT_ACCESS
  metric_filters = { lost = { log_group_name = "orders", pattern = "lost" } }
  # subscriptions read ["orders"]: CloudWatch Logs delivers nothing of the class INFREQUENT_ACCESS
  subscriptions = {
    lost = {
      log_group_name = "orders"
      firehose       = { arn = "arn:aws:firehose:eu-west-1:000000000000:deliverystream/refusals" }
    }
  }
}
