resource "aws_kinesis_stream" "on_demand" {
  name = "probe-on-demand"

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_kinesis_stream_consumer" "this" {
  name       = "probe"
  stream_arn = aws_kinesis_stream.on_demand.arn
}
