resource "aws_cognito_user_pool" "this" {
  name = "probe"
}

resource "aws_cognito_risk_configuration" "this" {
  user_pool_id = aws_cognito_user_pool.this.id

  risk_exception_configuration {
    blocked_ip_range_list = ["192.0.2.1/32"]
  }
}
