resource "aws_lambda_function_url" "this" {
  #checkov:skip=CKV_AWS_258: open to everyone only where the caller writes NONE
  count = var.url == null ? 0 : 1

  authorization_type = var.url.authorization
  function_name      = aws_lambda_function.this.function_name
  invoke_mode        = var.url.streaming ? "RESPONSE_STREAM" : "BUFFERED"
  qualifier          = local.qualifier

  dynamic "cors" {
    for_each = var.url.cors == null ? [] : [var.url.cors]

    content {
      allow_credentials = cors.value.credentials
      allow_headers     = cors.value.headers
      allow_methods     = cors.value.methods
      allow_origins     = cors.value.origins
      expose_headers    = cors.value.exposed_headers
      max_age           = cors.value.max_age_seconds
    }
  }
}
