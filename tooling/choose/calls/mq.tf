module "orders_broker" {
  source = "../../modules/messaging/mq-broker"

  name          = "orders"
  engine        = "activemq" # JMS, AMQP 1.0, MQTT, STOMP; "rabbitmq" for AMQP 0.9.1, on mq.m7g
  instance_type = "mq.m5.large"
  network       = module.platform.network
}
