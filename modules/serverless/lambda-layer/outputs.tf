output "arn" {
  description = "ARN of the version that was published last: what `layers` of `serverless/lambda-function` take."
  value       = aws_lambda_layer_version.this.arn
}

output "layer_arn" {
  description = "ARN of the layer, without a version."
  value       = aws_lambda_layer_version.this.layer_arn
}

output "name" {
  description = "Name of the layer."
  value       = aws_lambda_layer_version.this.layer_name
}

output "version" {
  description = "Number of the version that was published last."
  value       = aws_lambda_layer_version.this.version
}
