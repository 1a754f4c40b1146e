# A service network that services can join, with a record of every request: the defaults.
module "lattice" {
  source = "../.."

  name = "example-lattice-minimal"
}

output "lattice" {
  value = module.lattice
}
