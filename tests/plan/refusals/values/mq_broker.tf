module "broker" {
  source = "../../../../modules/messaging/mq-broker"

  # name is "my broker": write 1 to 43 letters
  name    = "my broker"
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # alarm_backlog is -1: write 0 or more messages
  alarm_backlog = -1
  # alarm_cpu_percent is 100: write 1 to 99 percent
  alarm_cpu_percent = 100
  # alarm_disk_percent is 0: write 1 to 99 percent
  alarm_disk_percent = 0
  # alarm_memory_percent is 0: write 1 to 99 percent
  alarm_memory_percent = 0
  # engine is "kafka": write "rabbitmq" or "activemq"
  engine = "kafka"
  # maintenance.day is "Sunday": write a day in capitals
  # maintenance.time is "24:00": write hh:mm in UTC
  maintenance = { day = "Sunday", time = "24:00" }
  # protocols is ["amqp"]: write at least one of
  protocols = ["amqp"]
  # secret_recovery_days is 3: Secrets Manager waits 7 to 30 days, write
  secret_recovery_days = 3
  # username is "guest": write 2 to 100 letters
  username = "guest"
}

module "broker_size" {
  source = "../../../../modules/messaging/mq-broker"

  name    = "refusals"
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # instance_type is "m7g.large": write a type that begins with "mq."
  instance_type = "m7g.large"
}
