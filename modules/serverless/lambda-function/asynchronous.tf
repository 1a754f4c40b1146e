# What becomes of events that Lambda queues for the function: those of EventBridge, SNS, S3 and calls of type Event.
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
resource "aws_lambda_function_event_invoke_config" "this" {
  count = var.asynchronous == null ? 0 : 1

  function_name                = aws_lambda_function.this.function_name
  maximum_event_age_in_seconds = var.asynchronous.max_age_seconds
  maximum_retry_attempts       = var.asynchronous.retries
  qualifier                    = local.qualifier

  dynamic "destination_config" {
    for_each = var.asynchronous.on_failure == null && var.asynchronous.on_success == null ? [] : [var.asynchronous]

    content {
      dynamic "on_failure" {
        for_each = destination_config.value.on_failure == null ? [] : [destination_config.value.on_failure]

        content {
          destination = on_failure.value.arn
        }
      }

      dynamic "on_success" {
        for_each = destination_config.value.on_success == null ? [] : [destination_config.value.on_success]

        content {
          destination = on_success.value.arn
        }
      }
    }
  }
}
