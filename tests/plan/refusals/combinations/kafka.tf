module "kafka_key" {
  source = "../../../../modules/messaging/kafka"

  name    = "refusals"
  network = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # kms_key is set without provisioned: a serverless cluster takes no key, leave it out
  kms_key = { arn = "arn:aws:kms:eu-west-1:000000000000:key/refusals" }
}

module "kafka_zones" {
  source = "../../../../modules/messaging/kafka"

  name    = "refusals"
  network = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # provisioned.zones is 3, and network has 2 private subnets: write no more zones
  provisioned = { zones = 3 }
}
