# A repository whose tags never move, scanned at every push, that forgets old images: the defaults.
module "images" {
  source = "../.."

  name = "example-container-registry-minimal"
}

output "images" {
  value = module.images
}
