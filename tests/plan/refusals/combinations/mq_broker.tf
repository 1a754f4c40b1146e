module "broker" {
  source = "../../../../modules/messaging/mq-broker"

  name          = "refusals"
  network       = local.database_network
  engine        = "activemq"
  instance_type = "mq.m5.large"
  # engine_version of activemq is "4.2": write major and minor alone
  engine_version = "4.2"
}

module "broker_size" {
  source = "../../../../modules/messaging/mq-broker"

  name    = "refusals"
  network = local.database_network
  engine  = "activemq"
  # instance_type of activemq is "mq.m7g.large": write
  instance_type = "mq.m7g.large"
}
