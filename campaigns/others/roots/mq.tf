resource "aws_mq_configuration" "this" {
  name           = "mq"
  engine_type    = "ActiveMQ"
  engine_version = "5.18"
  data = join(" ", [
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><broker",
    "xmlns=\"http://activemq.apache.org/schema/core\"><plugins><forcePersistencyModeBrokerPlugin",
    "persistenceFlag=\"true\"/></plugins></broker>",
  ])
}
resource "aws_mq_broker" "active" {
  broker_name                = "active"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.t3.micro"
  auto_minor_version_upgrade = true
  configuration {
    id       = aws_mq_configuration.this.id
    revision = aws_mq_configuration.this.latest_revision
  }
  user {
    username = "example"
    password = "MindTheGapPlease"
  }
  logs {
    general = true
  }
}
resource "aws_mq_broker" "rabbit" {
  broker_name                = "rabbit"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  deployment_mode            = "SINGLE_INSTANCE"
  auto_minor_version_upgrade = true
  user {
    username = "example"
    password = "MindTheGapPlease"
  }
}
data "aws_mq_broker" "this" {
  broker_id = aws_mq_broker.active.id
}
