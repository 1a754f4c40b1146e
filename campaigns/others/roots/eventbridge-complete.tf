resource "aws_cloudwatch_event_bus" "this" {
  name        = "complete"
  description = "events"
  dead_letter_config {
    arn = aws_sqs_queue.dlq.arn
  }
}
resource "aws_sqs_queue" "dlq" {
  name = "events-dlq"
}
resource "aws_sqs_queue" "this" {
  name = "events"
}
resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.this.arn
    }]
  })
}
resource "aws_cloudwatch_event_rule" "this" {
  name           = "orders"
  event_bus_name = aws_cloudwatch_event_bus.this.name
  description    = "orders"
  state          = "ENABLED"
  event_pattern = jsonencode({
    source = ["myapp.orders"]
    detail = { amount = [{ numeric = [">", 0] }], kind = [{ "anything-but" = ["x"] }] }
  })
}
resource "aws_cloudwatch_event_target" "sqs" {
  rule           = aws_cloudwatch_event_rule.this.name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  arn            = aws_sqs_queue.this.arn
  target_id      = "sqs"
  input_transformer {
    input_paths    = { id = "$.detail.id" }
    input_template = "{\"id\": <id>}"
  }
  dead_letter_config {
    arn = aws_sqs_queue.dlq.arn
  }
  retry_policy {
    maximum_event_age_in_seconds = 300
    maximum_retry_attempts       = 10
  }
}
resource "aws_iam_role" "this" {
  name = "events"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["events.amazonaws.com", "scheduler.amazonaws.com", "pipes.amazonaws.com"] }
    }]
  })
}
resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["kinesis:*", "events:InvokeApiDestination", "sqs:*", "events:PutEvents", "states:StartExecution"]
      Resource = "*"
    }]
  })
}
resource "aws_kinesis_stream" "this" {
  name             = "events"
  shard_count      = 1
  retention_period = 48
}
resource "aws_cloudwatch_event_target" "kinesis" {
  rule           = aws_cloudwatch_event_rule.this.name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  arn            = aws_kinesis_stream.this.arn
  role_arn       = aws_iam_role.this.arn
  kinesis_target {
    partition_key_path = "$.detail.id"
  }
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/aws/events/orders"
}
resource "aws_cloudwatch_event_target" "logs" {
  rule           = aws_cloudwatch_event_rule.this.name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  arn            = aws_cloudwatch_log_group.this.arn
}
resource "aws_cloudwatch_event_connection" "this" {
  name               = "slack"
  authorization_type = "OAUTH_CLIENT_CREDENTIALS"
  auth_parameters {
    oauth {
      authorization_endpoint = "https://oauth.example.com/token"
      http_method            = "GET"
      client_parameters {
        client_id     = "id"
        client_secret = "secret"
      }
      oauth_http_parameters {
        query_string {
          key             = "a"
          value           = "b"
          is_value_secret = false
        }
      }
    }
  }
}
resource "aws_cloudwatch_event_api_destination" "this" {
  name                             = "slack"
  invocation_endpoint              = "https://smee.io/hgoubgoibwekt331"
  http_method                      = "POST"
  invocation_rate_limit_per_second = 200
  connection_arn                   = aws_cloudwatch_event_connection.this.arn
}
resource "aws_cloudwatch_event_target" "api" {
  rule           = aws_cloudwatch_event_rule.this.name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  arn            = aws_cloudwatch_event_api_destination.this.arn
  role_arn       = aws_iam_role.this.arn
  http_target {
    header_parameters = { "x-a" = "b" }
  }
}
resource "aws_cloudwatch_event_archive" "this" {
  name             = "orders"
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = 1
  event_pattern    = jsonencode({ source = ["myapp.orders"] })
}
resource "aws_cloudwatch_event_permission" "this" {
  principal      = "123456789012"
  statement_id   = "other"
  event_bus_name = aws_cloudwatch_event_bus.this.name
}
resource "aws_scheduler_schedule_group" "this" {
  name = "jobs"
}
resource "aws_scheduler_schedule" "this" {
  name                         = "nightly"
  group_name                   = aws_scheduler_schedule_group.this.name
  schedule_expression          = "cron(0 1 * * ? *)"
  schedule_expression_timezone = "Europe/London"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }
  target {
    arn      = aws_sqs_queue.this.arn
    role_arn = aws_iam_role.this.arn
    input    = jsonencode({ a = 1 })
  }
}
resource "aws_scheduler_schedule" "min" {
  name                = "minimal"
  schedule_expression = "rate(1 hour)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = aws_sqs_queue.this.arn
    role_arn = aws_iam_role.this.arn
  }
}
resource "aws_pipes_pipe" "this" {
  name     = "pipe"
  role_arn = aws_iam_role.this.arn
  source   = aws_sqs_queue.source.arn
  target   = aws_sqs_queue.this.arn
  source_parameters {
    filter_criteria {
      filter {
        pattern = jsonencode({ body = { a = ["b"] } })
      }
    }
    sqs_queue_parameters {
      batch_size = 1
    }
  }
  target_parameters {
    input_template = "{\"a\": <$.body>}"
  }
  depends_on = [aws_iam_role_policy.this]
}
resource "aws_sqs_queue" "source" {
  name = "pipe-source"
}
data "aws_cloudwatch_event_bus" "this" {
  name = aws_cloudwatch_event_bus.this.name
}
data "aws_cloudwatch_event_connection" "this" {
  name = aws_cloudwatch_event_connection.this.name
}
