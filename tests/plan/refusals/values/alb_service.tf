module "alb_service" {
  source = "../../../../modules/network/alb-service"

  listener = local.listener
  # name is "users_api": write 1 to 63 letters
  name = "users_api"
  # alarm_error_percent is 100: write a percentage of the requests
  alarm_error_percent = 100
  # alarm_latency_seconds is 0: write more than 0 seconds
  alarm_latency_seconds = 0
  # deregistration_seconds is 3601: write 0 to 3600 seconds
  deregistration_seconds = 3601
  # health_check.path is "health": write a path that begins with "/"
  # health_check.codes is "2xx": write a code, a range or several codes
  # health_check.interval_seconds is 5 and timeout_seconds 5: write an interval of 5 to 300 seconds
  # health_check.healthy_after is 1 and unhealthy_after 3: write 2 to 10 answers
  health_check = { path = "health", codes = "2xx", interval_seconds = 5, healthy_after = 1 }
  # port is 0: write 1 to 65535
  port = 0
  # protocol is "TCP": write "HTTP" or "HTTPS"
  protocol = "TCP"
  # protocol_version is "HTTP3": write "HTTP1", "HTTP2" or "GRPC"
  protocol_version = "HTTP3"
  # slow_start_seconds is 10: write 0 or 30 to 900 seconds
  slow_start_seconds = 10
  # target_type is "alb": write "ip" or "instance"
  target_type = "alb"
  # routes is empty: write at least one
  routes = {}
}

module "alb_service_routes" {
  source = "../../../../modules/network/alb-service"

  name     = "refusals"
  listener = local.listener
  # routes has the priorities 0, 2, 3: write different whole numbers from 1 to 50000
  # routes holds one without a condition (bare): write hosts, paths, methods, headers, queries or
  # routes holds one with too many values (long): a rule has five, write a further route for the rest
  # routes holds weights [[100],[100],[1000]]: write whole numbers from 0 to 999
  routes = {
    bare  = { priority = 0 }
    long  = { priority = 2, paths = ["/a", "/b", "/c"], hosts = ["a.example.com", "b.example.com", "c.example.com"] }
    whole = { priority = 3, paths = ["/d"], weight = 1000 }
  }
}
