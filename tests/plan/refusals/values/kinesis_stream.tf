module "stream" {
  source = "../../../../modules/messaging/kinesis-stream"

  # name is "shop orders": write 1 to 128 letters
  name = "shop orders"
  # consumers is ["every one"]: write up to 20 names
  consumers = ["every one"]
  # retention_hours is 12: write a whole number from 24 to 8760
  retention_hours = 12
  # shards is 0.5: write a whole number from 1 to 10000, or leave it out
  shards = 0.5
}
