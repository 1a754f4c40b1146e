module "waf" {
  source = "../../../../modules/edge/waf"

  name              = "refusals"
  allowed_countries = ["DE"]
  # blocked_countries and allowed_countries are both set: write one of them
  blocked_countries = ["KP"]
}
