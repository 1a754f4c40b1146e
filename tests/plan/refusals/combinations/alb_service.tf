module "alb_service" {
  source = "../../../../modules/network/alb-service"

  name     = "refusals"
  listener = local.listener
  routes   = { all = { priority = 1, paths = ["/*"] } }
  function = { arn = "arn:aws:lambda:eu-west-1:000000000000:function:refusals", name = "refusals", alias = null }
  # security_group and function are both set: a function is not reached through the network
  security_group = { id = "sg-0" }
}

# health_check.codes is "200" of gRPC: write its own codes, 0 to 99
module "alb_service_grpc" {
  source = "../../../../modules/network/alb-service"

  name             = "refusals"
  listener         = local.listener
  routes           = { all = { priority = 1, paths = ["/*"] } }
  security_group   = { id = "sg-0" }
  protocol_version = "GRPC"
  health_check     = { codes = "200" }
}
