data "aws_mq_broker_engine_types" "this" {
  engine_type = "ACTIVEMQ"
}

data "aws_mq_broker_instance_type_offerings" "this" {
  engine_type = "RABBITMQ"
}
