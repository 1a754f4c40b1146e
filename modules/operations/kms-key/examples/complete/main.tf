# One key per domain: this one also encrypts the domain's logs, events and alarm notifications.
module "key" {
  source = "../.."

  name                 = "example-kms-key-complete"
  description          = "Encrypts what the orders domain stores, logs and publishes."
  deletion_window_days = 7
  rotation_days        = 180
  services             = ["cloudfront", "cloudwatch", "delivery.logs", "events", "logs", "sns"]

  tags = { Service = "orders" }
}

output "key" {
  value = module.key
}
