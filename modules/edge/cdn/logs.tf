# CloudFront delivers its records from us-east-1 only, to buckets of every region.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
resource "aws_cloudwatch_log_delivery_source" "this" {
  count = var.logs == null ? 0 : 1

  name         = var.name
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn

  tags = var.tags
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  count = var.logs == null ? 0 : 1

  name          = var.name
  output_format = "json"

  delivery_destination_configuration {
    destination_resource_arn = var.logs.bucket.arn
  }

  tags = var.tags
}

resource "aws_cloudwatch_log_delivery" "this" {
  count = var.logs == null ? 0 : 1

  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this[0].arn
  delivery_source_name     = aws_cloudwatch_log_delivery_source.this[0].name

  s3_delivery_configuration {
    enable_hive_compatible_path = true
    suffix_path                 = "${coalesce(var.logs.prefix, var.name)}/{yyyy}/{MM}/{dd}"
  }

  tags = var.tags
}
