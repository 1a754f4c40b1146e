module "cloud_map_service_complete" {
  source = "../../../modules/discovery/cloud-map-service/examples/complete"

  depends_on = [terraform_data.ready]
}

output "cloud_map_service_complete" {
  value = module.cloud_map_service_complete
}

module "cloud_map_service_minimal" {
  source = "../../../modules/discovery/cloud-map-service/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "cloud_map_service_minimal" {
  value = module.cloud_map_service_minimal
}

module "cloud_map_complete" {
  source = "../../../modules/discovery/cloud-map/examples/complete"

  depends_on = [terraform_data.ready]
}

output "cloud_map_complete" {
  value = module.cloud_map_complete
}

module "cloud_map_minimal" {
  source = "../../../modules/discovery/cloud-map/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "cloud_map_minimal" {
  value = module.cloud_map_minimal
}

module "lattice_service_complete" {
  source = "../../../modules/discovery/lattice-service/examples/complete"

  depends_on = [terraform_data.ready]
}

output "lattice_service_complete" {
  value = module.lattice_service_complete
}

module "lattice_service_minimal" {
  source = "../../../modules/discovery/lattice-service/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "lattice_service_minimal" {
  value = module.lattice_service_minimal
}

module "lattice_complete" {
  source = "../../../modules/discovery/lattice/examples/complete"

  depends_on = [terraform_data.ready]
}

output "lattice_complete" {
  value = module.lattice_complete
}

module "lattice_minimal" {
  source = "../../../modules/discovery/lattice/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "lattice_minimal" {
  value = module.lattice_minimal
}

module "private_dns_service_complete" {
  source = "../../../modules/discovery/private-dns-service/examples/complete"

  depends_on = [terraform_data.ready]
}

output "private_dns_service_complete" {
  value = module.private_dns_service_complete
}

module "private_dns_service_minimal" {
  source = "../../../modules/discovery/private-dns-service/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "private_dns_service_minimal" {
  value = module.private_dns_service_minimal
}

module "private_dns_complete" {
  source = "../../../modules/discovery/private-dns/examples/complete"

  depends_on = [terraform_data.ready]
}

output "private_dns_complete" {
  value = module.private_dns_complete
}

module "private_dns_minimal" {
  source = "../../../modules/discovery/private-dns/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "private_dns_minimal" {
  value = module.private_dns_minimal
}

module "service_lookup_complete" {
  source = "../../../modules/discovery/service-lookup/examples/complete"

  depends_on = [terraform_data.ready]
}

output "service_lookup_complete" {
  value = module.service_lookup_complete
}

module "service_lookup_minimal" {
  source = "../../../modules/discovery/service-lookup/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "service_lookup_minimal" {
  value = module.service_lookup_minimal
}

module "service_parameters_complete" {
  source = "../../../modules/discovery/service-parameters/examples/complete"

  depends_on = [terraform_data.ready]
}

output "service_parameters_complete" {
  value = module.service_parameters_complete
}

module "service_parameters_minimal" {
  source = "../../../modules/discovery/service-parameters/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "service_parameters_minimal" {
  value = module.service_parameters_minimal
}
