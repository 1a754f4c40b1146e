# A zone that two networks resolve.
module "shop" {
  source = "../../../../network/vpc"

  name               = "example-private-dns-complete-shop"
  availability_zones = ["a", "b"]
  cidr               = "10.7.0.0/16"
  nat                = "none"
}

module "office" {
  source = "../../../../network/vpc"

  name               = "example-private-dns-complete-office"
  availability_zones = ["a", "b"]
  cidr               = "10.8.0.0/16"
  nat                = "none"
}

module "zone" {
  source = "../.."

  name        = "private-dns-complete.internal"
  description = "Names of the example's services."
  networks    = { office = module.office, shop = module.shop }

  tags = { Example = "private-dns-complete" }
}

output "networks" {
  value = { office = module.office.id, shop = module.shop.id }
}

output "zone" {
  value = module.zone
}
