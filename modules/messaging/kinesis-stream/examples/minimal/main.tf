# A stream on demand, encrypted, kept for a day.
module "stream" {
  source = "../.."

  name = "example-kinesis-stream-minimal"
}

output "stream" {
  value = module.stream
}
