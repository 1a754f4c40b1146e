# Calls that find a warm function: a fixed number of them, or one that follows the calls.
resource "aws_lambda_provisioned_concurrency_config" "this" {
  count = var.provisioned_concurrency > 0 && var.provisioned_concurrency_scaling == null ? 1 : 0

  function_name                     = aws_lambda_function.this.function_name
  provisioned_concurrent_executions = var.provisioned_concurrency
  qualifier                         = local.qualifier
}

resource "aws_lambda_provisioned_concurrency_config" "scaled" {
  count = var.provisioned_concurrency_scaling == null ? 0 : 1

  function_name                     = aws_lambda_function.this.function_name
  provisioned_concurrent_executions = var.provisioned_concurrency
  qualifier                         = local.qualifier

  lifecycle {
    ignore_changes = [provisioned_concurrent_executions] # it is scaled
  }
}

resource "aws_appautoscaling_target" "provisioned_concurrency" {
  count = length(aws_lambda_provisioned_concurrency_config.scaled)

  max_capacity       = var.provisioned_concurrency_scaling.max
  min_capacity       = var.provisioned_concurrency
  resource_id        = "function:${aws_lambda_provisioned_concurrency_config.scaled[count.index].function_name}:${local.qualifier}"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  service_namespace  = "lambda"

  tags = var.tags
}

resource "aws_appautoscaling_policy" "provisioned_concurrency" {
  count = length(aws_appautoscaling_target.provisioned_concurrency)

  name               = "${var.name}-provisioned-concurrency"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.provisioned_concurrency[count.index].resource_id
  scalable_dimension = aws_appautoscaling_target.provisioned_concurrency[count.index].scalable_dimension
  service_namespace  = aws_appautoscaling_target.provisioned_concurrency[count.index].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value = var.provisioned_concurrency_scaling.utilization_percent / 100

    predefined_metric_specification {
      predefined_metric_type = "LambdaProvisionedConcurrencyUtilization"
    }
  }
}
