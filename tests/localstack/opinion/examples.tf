module "event_bus_minimal" {
  source = "../../../modules/messaging/event-bus/examples/minimal"
}

output "event_bus_minimal" {
  value = module.event_bus_minimal
}

module "event_rule_complete" {
  source = "../../../modules/messaging/event-rule/examples/complete"
}

output "event_rule_complete" {
  value = module.event_rule_complete
}

module "event_rule_minimal" {
  source = "../../../modules/messaging/event-rule/examples/minimal"
}

output "event_rule_minimal" {
  value = module.event_rule_minimal
}

module "s3_bucket_minimal" {
  source = "../../../modules/data/s3-bucket/examples/minimal"
}

output "s3_bucket_minimal" {
  value = module.s3_bucket_minimal
}

module "sns_topic_fifo" {
  source = "../../../modules/messaging/sns-topic/examples/fifo"
}

output "sns_topic_fifo" {
  value = module.sns_topic_fifo
}

module "sns_topic_minimal" {
  source = "../../../modules/messaging/sns-topic/examples/minimal"
}

output "sns_topic_minimal" {
  value = module.sns_topic_minimal
}

module "sqs_queue_complete" {
  source = "../../../modules/messaging/sqs-queue/examples/complete"
}

output "sqs_queue_complete" {
  value = module.sqs_queue_complete
}

module "sqs_queue_fifo" {
  source = "../../../modules/messaging/sqs-queue/examples/fifo"
}

output "sqs_queue_fifo" {
  value = module.sqs_queue_fifo
}

module "sqs_queue_minimal" {
  source = "../../../modules/messaging/sqs-queue/examples/minimal"
}

output "sqs_queue_minimal" {
  value = module.sqs_queue_minimal
}
