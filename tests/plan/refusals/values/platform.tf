module "platform" {
  source = "../../../../modules/blueprints/platform"

  # name is "Shop_Prod": write 2 to 24 lower-case letters
  name = "Shop_Prod"
  # alarm_emails holds ["on-call"]: write e-mail addresses
  alarm_emails = ["on-call"]
  network      = { zones = ["a", "b"] }
}
