module "cdn_complete" {
  source = "../../../modules/edge/cdn/examples/complete"
}

output "cdn_complete" {
  value = module.cdn_complete
}

module "cdn_minimal" {
  source = "../../../modules/edge/cdn/examples/minimal"
}

output "cdn_minimal" {
  value = module.cdn_minimal
}

module "waf_complete" {
  source = "../../../modules/edge/waf/examples/complete"
}

output "waf_complete" {
  value = module.waf_complete
}

module "waf_minimal" {
  source = "../../../modules/edge/waf/examples/minimal"
}

output "waf_minimal" {
  value = module.waf_minimal
}
