resource "aws_cloudtrail_event_data_store" "this" {
  name                           = "events"
  termination_protection_enabled = false
  retention_period               = 7
}
