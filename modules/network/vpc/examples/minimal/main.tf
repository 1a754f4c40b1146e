# Two zones without a way out: functions that need nothing but S3, DynamoDB and each other, at no charge for the
# network.
module "network" {
  source = "../.."

  name               = "example-vpc-minimal"
  availability_zones = ["a", "b"]
  nat                = "none"
}

output "network" {
  value = module.network
}
