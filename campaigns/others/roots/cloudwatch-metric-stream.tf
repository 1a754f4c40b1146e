resource "aws_s3_bucket" "this" {
  bucket_prefix = "metrics-"
  force_destroy = true
}
resource "aws_iam_role" "this" {
  name = "metric-stream"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["streams.metrics.cloudwatch.amazonaws.com", "firehose.amazonaws.com"] }
    }]
  })
}
resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["firehose:*", "s3:*"], Resource = "*" }]
  })
}
resource "aws_kinesis_firehose_delivery_stream" "this" {
  name        = "metrics"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn   = aws_iam_role.this.arn
    bucket_arn = aws_s3_bucket.this.arn
  }
  depends_on = [aws_iam_role_policy.this]
}
resource "aws_cloudwatch_metric_stream" "this" {
  name          = "main"
  role_arn      = aws_iam_role.this.arn
  firehose_arn  = aws_kinesis_firehose_delivery_stream.this.arn
  output_format = "opentelemetry0.7"
  include_filter {
    namespace    = "AWS/EC2"
    metric_names = ["CPUUtilization"]
  }
  statistics_configuration {
    additional_statistics = ["p1", "tm99"]
    include_metric {
      metric_name = "CPUUtilization"
      namespace   = "AWS/EC2"
    }
  }
}
