module "cloud_map_service_complete" {
  source = "../../../modules/discovery/cloud-map-service/examples/complete"
}

output "cloud_map_service_complete" {
  value = module.cloud_map_service_complete
}

module "cloud_map_service_minimal" {
  source = "../../../modules/discovery/cloud-map-service/examples/minimal"
}

output "cloud_map_service_minimal" {
  value = module.cloud_map_service_minimal
}

module "cloud_map_complete" {
  source = "../../../modules/discovery/cloud-map/examples/complete"
}

output "cloud_map_complete" {
  value = module.cloud_map_complete
}

module "cloud_map_minimal" {
  source = "../../../modules/discovery/cloud-map/examples/minimal"
}

output "cloud_map_minimal" {
  value = module.cloud_map_minimal
}

module "lattice_service_complete" {
  source = "../../../modules/discovery/lattice-service/examples/complete"
}

output "lattice_service_complete" {
  value = module.lattice_service_complete
}

module "lattice_service_minimal" {
  source = "../../../modules/discovery/lattice-service/examples/minimal"
}

output "lattice_service_minimal" {
  value = module.lattice_service_minimal
}

module "lattice_complete" {
  source = "../../../modules/discovery/lattice/examples/complete"
}

output "lattice_complete" {
  value = module.lattice_complete
}

module "lattice_minimal" {
  source = "../../../modules/discovery/lattice/examples/minimal"
}

output "lattice_minimal" {
  value = module.lattice_minimal
}

module "private_dns_service_complete" {
  source = "../../../modules/discovery/private-dns-service/examples/complete"
}

output "private_dns_service_complete" {
  value = module.private_dns_service_complete
}

module "private_dns_service_minimal" {
  source = "../../../modules/discovery/private-dns-service/examples/minimal"
}

output "private_dns_service_minimal" {
  value = module.private_dns_service_minimal
}

module "private_dns_complete" {
  source = "../../../modules/discovery/private-dns/examples/complete"
}

output "private_dns_complete" {
  value = module.private_dns_complete
}

module "private_dns_minimal" {
  source = "../../../modules/discovery/private-dns/examples/minimal"
}

output "private_dns_minimal" {
  value = module.private_dns_minimal
}

module "service_lookup_complete" {
  source = "../../../modules/discovery/service-lookup/examples/complete"
}

output "service_lookup_complete" {
  value = module.service_lookup_complete
}

module "service_lookup_minimal" {
  source = "../../../modules/discovery/service-lookup/examples/minimal"
}

output "service_lookup_minimal" {
  value = module.service_lookup_minimal
}

module "service_parameters_complete" {
  source = "../../../modules/discovery/service-parameters/examples/complete"
}

output "service_parameters_complete" {
  value = module.service_parameters_complete
}

module "service_parameters_minimal" {
  source = "../../../modules/discovery/service-parameters/examples/minimal"
}

output "service_parameters_minimal" {
  value = module.service_parameters_minimal
}
