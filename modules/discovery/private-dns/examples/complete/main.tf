# A zone that two networks resolve.
module "shop" {
  source = "../../../../../examples/network"

  name = "example-private-dns-complete-shop"
}

module "office" {
  source = "../../../../../examples/network"

  name = "example-private-dns-complete-office"
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
