# One key per domain: this one also encrypts the domain's logs, events and alarm notifications, and others use it too.
module "key" {
  source = "../.."

  name                 = "example-kms-key-complete"
  description          = "Encrypts what the orders domain stores, logs and publishes."
  deletion_window_days = 7
  rotation_days        = 180
  services             = ["cloudfront", "cloudwatch", "delivery.logs", "events", "logs", "sns"]

  callers = {
    billing = {
      account_id = "111122223333"
      actions    = ["kms:Decrypt", "kms:DescribeKey"]
      conditions = [{ test = "StringEquals", variable = "kms:EncryptionContext:domain", values = ["billing"] }]
    }
    shops = { organization_id = "o-a1b2c3d4e5", actions = ["kms:Encrypt"] }
  }

  tags = { Service = "orders" }
}

output "key" {
  value = module.key
}
