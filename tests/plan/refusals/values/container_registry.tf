module "registry" {
  source = "../../../../modules/compute/container-registry"

  # name is "Shop/Users": write 2 to 256 lower-case letters and digits
  name = "Shop/Users"
  # functions_of_accounts is ["account"]: write account ids of 12 digits
  functions_of_accounts = ["account"]
  # kept_images is 1: write a whole number, at least 2
  kept_images = 1
  # pull_accounts is ["12"]: write account ids of 12 digits
  pull_accounts = ["12"]
  # untagged_days is 0: write a whole number of days, 1 or more
  untagged_days = 0
}
