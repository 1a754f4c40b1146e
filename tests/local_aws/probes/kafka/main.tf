data "aws_msk_kafka_version" "this" {
  preferred_versions = ["3.6.0"]
}
