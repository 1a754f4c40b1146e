# ActiveMQ for a JMS application and devices that speak MQTT, and RabbitMQ with settings of its own; a key of the
# platform's,
# operators at the console, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-mq-broker-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-mq-broker-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-mq-broker-complete"
}

resource "aws_security_group" "client" {
  #checkov:skip=CKV2_AWS_5: an example without the services that have them
  for_each = toset(["api", "bastion"])

  name        = "example-mq-broker-complete-${each.key}"
  description = "Represents a service."
  vpc_id      = module.network.id
}

module "orders" {
  source = "../.."

  name              = "example-mq-broker-orders"
  network           = module.network
  alarm_actions     = [aws_sns_topic.alarms.arn]
  alarm_backlog     = 500
  apply_immediately = true
  clients           = { api = { security_group_id = aws_security_group.client["api"].id } }
  engine            = "activemq"
  account_settings  = true
  instance_type     = "mq.m5.large"
  kms_key           = module.key
  maintenance       = { day = "TUESDAY", time = "02:00" }
  operators         = { bastion = { security_group_id = aws_security_group.client["bastion"].id } }
  protocols         = ["openwire", "mqtts"]
  username          = "orders"

  configuration = <<-XML
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <broker xmlns="http://activemq.apache.org/schema/core">
      <destinationPolicy>
        <policyMap>
          <policyEntries>
            <policyEntry queue="&gt;" queuePrefetch="100">
              <deadLetterStrategy>
                <individualDeadLetterStrategy queuePrefix="DLQ." useQueueForQueueMessages="true"/>
              </deadLetterStrategy>
            </policyEntry>
          </policyEntries>
        </policyMap>
      </destinationPolicy>
    </broker>
  XML

  tags = { Service = "orders" }

  # Examples are destroyed after use. Leave this out of yours.
  secret_recovery_days = 0
}

module "payments" {
  source = "../.."

  name          = "example-mq-broker-payments"
  network       = module.network
  alarm_actions = [aws_sns_topic.alarms.arn]
  clients       = { api = { security_group_id = aws_security_group.client["api"].id } }
  configuration = "consumer_timeout = 600000\n"
  kms_key       = module.key
  multi_az      = false

  tags = { Service = "payments" }

  # Examples are destroyed after use. Leave this out of yours.
  secret_recovery_days = 0
}

output "client_security_group_ids" {
  value = { for name, group in aws_security_group.client : name => group.id }
}

output "orders" {
  value = module.orders
}

output "payments" {
  value = module.payments
}
