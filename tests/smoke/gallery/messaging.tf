module "event_bus_complete" {
  source = "../../../modules/messaging/event-bus/examples/complete"

  depends_on = [terraform_data.ready]
}

output "event_bus_complete" {
  value = module.event_bus_complete
}

module "event_bus_minimal" {
  source = "../../../modules/messaging/event-bus/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "event_bus_minimal" {
  value = module.event_bus_minimal
}

module "event_rule_complete" {
  source = "../../../modules/messaging/event-rule/examples/complete"

  depends_on = [terraform_data.ready]
}

output "event_rule_complete" {
  value = module.event_rule_complete
}

module "event_rule_existing" {
  source = "../../../modules/messaging/event-rule/examples/existing"

  depends_on = [terraform_data.ready]
}

output "event_rule_existing" {
  value = module.event_rule_existing
}

module "event_rule_minimal" {
  source = "../../../modules/messaging/event-rule/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "event_rule_minimal" {
  value = module.event_rule_minimal
}

module "event_schemas_complete" {
  source = "../../../modules/messaging/event-schemas/examples/complete"

  depends_on = [terraform_data.ready]
}

output "event_schemas_complete" {
  value = module.event_schemas_complete
}

module "event_schemas_minimal" {
  source = "../../../modules/messaging/event-schemas/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "event_schemas_minimal" {
  value = module.event_schemas_minimal
}

module "firehose_complete" {
  source = "../../../modules/messaging/firehose/examples/complete"

  depends_on = [terraform_data.ready]
}

output "firehose_complete" {
  value = module.firehose_complete
}

module "firehose_minimal" {
  source = "../../../modules/messaging/firehose/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "firehose_minimal" {
  value = module.firehose_minimal
}

module "flink_application_complete" {
  source = "../../../modules/messaging/flink-application/examples/complete"

  depends_on = [terraform_data.ready]
}

output "flink_application_complete" {
  value = module.flink_application_complete
}

module "flink_application_minimal" {
  source = "../../../modules/messaging/flink-application/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "flink_application_minimal" {
  value = module.flink_application_minimal
}

module "kafka_complete" {
  source = "../../../modules/messaging/kafka/examples/complete"

  depends_on = [terraform_data.ready]
}

output "kafka_complete" {
  value = module.kafka_complete
}

module "kafka_minimal" {
  source = "../../../modules/messaging/kafka/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "kafka_minimal" {
  value = module.kafka_minimal
}

module "kinesis_stream_complete" {
  source = "../../../modules/messaging/kinesis-stream/examples/complete"

  depends_on = [terraform_data.ready]
}

output "kinesis_stream_complete" {
  value = module.kinesis_stream_complete
}

module "kinesis_stream_minimal" {
  source = "../../../modules/messaging/kinesis-stream/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "kinesis_stream_minimal" {
  value = module.kinesis_stream_minimal
}

module "mq_broker_complete" {
  source = "../../../modules/messaging/mq-broker/examples/complete"

  depends_on = [terraform_data.ready]
}

output "mq_broker_complete" {
  value = module.mq_broker_complete
}

module "mq_broker_minimal" {
  source = "../../../modules/messaging/mq-broker/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "mq_broker_minimal" {
  value = module.mq_broker_minimal
}

module "pipe_complete" {
  source = "../../../modules/messaging/pipe/examples/complete"

  depends_on = [terraform_data.ready]
}

output "pipe_complete" {
  value = module.pipe_complete
}

module "pipe_minimal" {
  source = "../../../modules/messaging/pipe/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "pipe_minimal" {
  value = module.pipe_minimal
}

module "schedule_complete" {
  source = "../../../modules/messaging/schedule/examples/complete"

  depends_on = [terraform_data.ready]
}

output "schedule_complete" {
  value = module.schedule_complete
}

module "schedule_minimal" {
  source = "../../../modules/messaging/schedule/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "schedule_minimal" {
  value = module.schedule_minimal
}

module "sns_topic_complete" {
  source = "../../../modules/messaging/sns-topic/examples/complete"

  depends_on = [terraform_data.ready]
}

output "sns_topic_complete" {
  value = module.sns_topic_complete
}

module "sns_topic_fifo" {
  source = "../../../modules/messaging/sns-topic/examples/fifo"

  depends_on = [terraform_data.ready]
}

output "sns_topic_fifo" {
  value = module.sns_topic_fifo
}

module "sns_topic_minimal" {
  source = "../../../modules/messaging/sns-topic/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "sns_topic_minimal" {
  value = module.sns_topic_minimal
}

module "sqs_queue_complete" {
  source = "../../../modules/messaging/sqs-queue/examples/complete"

  depends_on = [terraform_data.ready]
}

output "sqs_queue_complete" {
  value = module.sqs_queue_complete
}

module "sqs_queue_fifo" {
  source = "../../../modules/messaging/sqs-queue/examples/fifo"

  depends_on = [terraform_data.ready]
}

output "sqs_queue_fifo" {
  value = module.sqs_queue_fifo
}

module "sqs_queue_minimal" {
  source = "../../../modules/messaging/sqs-queue/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "sqs_queue_minimal" {
  value = module.sqs_queue_minimal
}

module "queue_policy_complete" {
  source = "../../../modules/messaging/queue-policy/examples/complete"

  depends_on = [terraform_data.ready]
}

output "queue_policy_complete" {
  value = module.queue_policy_complete
}

module "queue_policy_minimal" {
  source = "../../../modules/messaging/queue-policy/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "queue_policy_minimal" {
  value = module.queue_policy_minimal
}
