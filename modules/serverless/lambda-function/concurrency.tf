# Calls that find a warm function: as many as Application Auto Scaling keeps ready within its bounds. Equal bounds
# hold a
# fixed number, so that one object serves both, and going from one to the other deletes nothing.
# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
resource "aws_lambda_provisioned_concurrency_config" "this" {
  count = var.provisioned_concurrency > 0 ? 1 : 0

  function_name                     = aws_lambda_function.this.function_name
  provisioned_concurrent_executions = var.provisioned_concurrency
  qualifier                         = local.qualifier

  lifecycle {
    ignore_changes = [provisioned_concurrent_executions] # it is scaled
  }
}

moved {
  from = aws_lambda_provisioned_concurrency_config.scaled
  to   = aws_lambda_provisioned_concurrency_config.this
}

resource "aws_appautoscaling_target" "provisioned_concurrency" {
  count = length(aws_lambda_provisioned_concurrency_config.this)

  max_capacity       = try(var.provisioned_concurrency_scaling.max, var.provisioned_concurrency)
  min_capacity       = var.provisioned_concurrency
  resource_id        = "function:${aws_lambda_provisioned_concurrency_config.this[0].function_name}:${local.qualifier}"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  service_namespace  = "lambda"

  tags = var.tags
}

resource "aws_appautoscaling_policy" "provisioned_concurrency" {
  count = var.provisioned_concurrency_scaling == null ? 0 : 1

  name               = "${var.name}-provisioned-concurrency"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.provisioned_concurrency[0].resource_id
  scalable_dimension = aws_appautoscaling_target.provisioned_concurrency[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.provisioned_concurrency[0].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value = var.provisioned_concurrency_scaling.utilization_percent / 100

    predefined_metric_specification {
      predefined_metric_type = "LambdaProvisionedConcurrencyUtilization"
    }
  }
}
