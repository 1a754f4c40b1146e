module "cdn" {
  source = "../../../../modules/edge/cdn"

  # name is "shop.prod": write 1 to 40 letters
  name = "shop.prod"
  # alarm_client_error_percent is 100: write a percentage
  alarm_client_error_percent = 100
  # alarm_error_percent is -1: write a percentage
  alarm_error_percent = -1
  # allowed_countries holds ["Germany"]: write codes of ISO 3166
  allowed_countries = ["Germany"]
  default           = { origin = "site" }
  # domain.names is ["shop"]: write at least one name
  domain = { certificate = { arn = "arn:aws:acm:us-east-1:000000000000:certificate/0" }, names = ["shop"] }
  # functions holds "a b": write names of up to 20
  # functions holds a b with 0 characters: write up to 10240
  functions = { "a b" = "" }
  # logs.prefix is "/cdn/": write it without "/" at its ends
  logs = { bucket = local.bucket, prefix = "/cdn/" }
  # origins holds ["site"]: write at least one, and exactly one of bucket and host
  # origins has the hosts ["https://example.com"]: write names without protocol
  # origins has the paths ["/live/"]: write them from "/" on
  # origins has site at port 22 with 90 seconds: write port 443
  origins = {
    site = {
      bucket          = { domain_name = "refusals.s3.amazonaws.com" }
      host            = "https://example.com"
      path            = "/live/"
      port            = 22
      timeout_seconds = 90
    }
  }
  # price_class is "All": write "PriceClass_100"
  price_class = "All"
  # root_object is "/index.html": write it without "/"
  root_object = "/index.html"
  # single_page is "index.html": write a path from "/" on
  single_page = "index.html"
}

module "cdn_paths" {
  source = "../../../../modules/edge/cdn"

  name = "refusals"
  # behaviours holds "api": write paths from "/" on
  # behaviours take the methods "POST" for api: write "read" or "all"
  behaviours = { api = { methods = "POST", origin = "site" } }
  # blocked_countries holds ["kp"]: write codes of ISO 3166
  blocked_countries = ["kp"]
  # default.methods is "GET": write "read" or "all"
  default = { methods = "GET", origin = "site" }
  # domain.certificate is arn:aws:acm:eu-west-1:000000000000:certificate/0: write a certificate of us-east-1
  domain  = { certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/0" }, names = ["shop.example.com"] }
  origins = { site = { host = "site.example.com" } }
}
