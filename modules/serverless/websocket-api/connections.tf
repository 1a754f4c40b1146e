# Who is connected. API Gateway ends each connection within two hours, so there is nothing here worth protecting.
module "connections" {
  source = "../../data/dynamodb-table"

  name                = "${var.name}-connections"
  alarm_actions       = var.alarm_actions
  deletion_protection = false
  global_indexes      = { by-caller = { partition_key = { name = "caller" } } }
  kms_key             = var.kms_key
  partition_key       = { name = "connection_id" }
  ttl                 = { attribute = "expires_at" }

  tags = var.tags
}

# Built from names: functions of the routes get it, and the stage waits for the routes.
locals {
  # Without a domain, under the address that AWS makes: wss://ID.execute-api.REGION.amazonaws.com.
  callback_url = (
    var.domain == null ? "${replace(aws_apigatewayv2_api.this.api_endpoint, "/^ws/", "http")}/${var.stage}" :
    "https://${join("/", compact([var.domain.name, var.domain.base_path]))}"
  )
}
