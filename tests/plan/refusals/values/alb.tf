module "alb" {
  source = "../../../../modules/network/alb"

  certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
  # name is "internal-shop": write 1 to 32 lower-case letters
  name = "internal-shop"
  # access_logs.prefix is "/edge": write it without "AWSLogs"
  access_logs = { prefix = "/edge" }
  # alarm_errors is -1: write a number of requests, 0 or more
  alarm_errors = -1
  # clients holds the ranges ["203.0.113.0"]: write each with its length
  clients = { office = { cidr = "203.0.113.0" } }
  # idle_timeout_seconds is 0: write 1 to 4000 seconds
  idle_timeout_seconds = 0
  # tls_policy is "ELBSecurityPolicy-2016-08": it would take TLS below 1.2
  tls_policy = "ELBSecurityPolicy-2016-08"
  network    = local.network
}

module "alb_logs" {
  source = "../../../../modules/network/alb"

  name        = "refusals"
  certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
  network     = local.network
  # access_logs.retention_days is 0: write a whole number of days, 1 or more
  access_logs = { retention_days = 0 }
}
