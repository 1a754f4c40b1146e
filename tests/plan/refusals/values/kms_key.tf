module "key" {
  source = "../../../../modules/operations/kms-key"

  # name is "aws/data": write 1 to 250 letters, digits, "/", "_" or "-", starting with neither
  name = "aws/data"
  # deletion_window_days is 3: AWS waits 7 to 30 days, write
  deletion_window_days = 3
  # reader_accounts is ["partner"]: write account ids of 12 digits
  reader_accounts = ["partner"]
  # rotation_days is 30: AWS rotates every 90 to 2560 days, write
  rotation_days = 30
  # services holds ["logs.amazonaws.com"]: write each service's short name
  services = ["logs.amazonaws.com"]
}
