module "kafka" {
  source = "../../../../modules/messaging/kafka"

  # name is "shop prod": write 1 to 64 letters
  name = "shop prod"
  # alarm_disk_percent is 100: write a percentage
  alarm_disk_percent = 100
  # alarm_lag_seconds is 0: write a whole number
  alarm_lag_seconds = 0
  # clients holds a, b|: write exactly one of security_group_id, cidr and prefix_list_id
  # clients holds the ranges ["10.1.0.0"]: write each with its
  # clients holds ["a","b|"]: write names of 1 to 100 letters
  clients = { a = {}, "b|" = { cidr = "10.1.0.0" } }
  # log.retention_days is 31: CloudWatch Logs keeps logs for
  log = { retention_days = 31 }
  # network has 1 private subnets: write 2 or more
  network = { id = "vpc-0", private_subnet_ids = { a = "subnet-a" } }
  # topics are called has space: write 1 to 249 letters
  # topics have the groups {"has space":["no group"]}: write 1 to 249
  topics = { "has space" = { groups = ["no group"] } }
}

module "kafka_provisioned" {
  source = "../../../../modules/messaging/kafka"

  name    = "refusals"
  network = local.network
  # provisioned.zones is 4: write 2 or 3
  # provisioned.brokers_per_zone is 0: write 1 to 20
  # provisioned.instance_type is "m7g.large": write a type of MSK's
  # provisioned.monitoring is "SOME": write "DEFAULT"
  # provisioned.storage_gb is 0: write 1 to 16384
  # provisioned.version is "3": write a version that MSK offers
  provisioned = {
    brokers_per_zone = 0
    instance_type    = "m7g.large"
    monitoring       = "SOME"
    storage_gb       = 0
    version          = "3"
    zones            = 4
  }
}
