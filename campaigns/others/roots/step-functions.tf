resource "aws_iam_role" "this" {
  name = "states"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
        "sqs:*",
        "xray:*",
      ]
      Resource = "*"
    }]
  })
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/aws/vendedlogs/states/complete"
}
resource "aws_sfn_activity" "this" {
  name = "manual"
}
resource "aws_sfn_state_machine" "this" {
  name     = "complete"
  role_arn = aws_iam_role.this.arn
  type     = "EXPRESS"
  publish  = true
  definition = jsonencode({
    Comment = "x"
    StartAt = "Hello"
    States = {
      Hello = { Type = "Pass", Result = "Hello", Next = "World" }
      World = { Type = "Pass", Result = "World", End = true }
    }
  })
  logging_configuration {
    log_destination        = "${aws_cloudwatch_log_group.this.arn}:*"
    include_execution_data = true
    level                  = "ERROR"
  }
  tracing_configuration {
    enabled = true
  }
  depends_on = [aws_iam_role_policy.this]
}
resource "aws_sfn_state_machine" "standard" {
  name     = "standard"
  role_arn = aws_iam_role.this.arn
  definition = jsonencode({
    StartAt = "Wait"
    States  = { Wait = { Type = "Task", Resource = aws_sfn_activity.this.id, TimeoutSeconds = 10, End = true } }
  })
}
resource "aws_sfn_alias" "this" {
  name = "live"
  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.this.state_machine_version_arn
    weight                    = 100
  }
}
data "aws_sfn_state_machine" "this" {
  name       = "complete"
  depends_on = [aws_sfn_state_machine.this]
}
data "aws_sfn_activity" "this" {
  name       = "manual"
  depends_on = [aws_sfn_activity.this]
}
