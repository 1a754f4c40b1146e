# A metric and a query of a log group that exists.
module "logs" {
  source = "../.."

  name           = "example-logs-existing"
  metric_filters = { lost = { log_group_name = aws_cloudwatch_log_group.existing.name, pattern = "\"order lost\"" } }

  queries = {
    lost = {
      text            = "filter @message like /order lost/ | stats count() by bin(1h)"
      log_group_names = [aws_cloudwatch_log_group.existing.name]
    }
  }
}

# It stands for the one you have.
resource "aws_cloudwatch_log_group" "existing" {
  #checkov:skip=CKV_AWS_158: it stands for the one you have
  #checkov:skip=CKV_AWS_338: it stands for the one you have
  name              = "/example/logs-existing"
  retention_in_days = 7
}

output "logs" {
  value = module.logs
}
