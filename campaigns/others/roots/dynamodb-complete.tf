resource "aws_dynamodb_table" "this" {
  name                        = "complete"
  billing_mode                = "PROVISIONED"
  read_capacity               = 5
  write_capacity              = 5
  hash_key                    = "id"
  range_key                   = "title"
  table_class                 = "STANDARD"
  deletion_protection_enabled = false
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "N"
  }
  attribute {
    name = "title"
    type = "S"
  }
  attribute {
    name = "age"
    type = "N"
  }
  global_secondary_index {
    name               = "TitleIndex"
    hash_key           = "title"
    range_key          = "age"
    projection_type    = "INCLUDE"
    non_key_attributes = ["id"]
    write_capacity     = 10
    read_capacity      = 10
  }
  local_secondary_index {
    name            = "AgeIndex"
    range_key       = "age"
    projection_type = "ALL"
  }
  ttl {
    enabled        = true
    attribute_name = "expires"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled = true
  }
}
resource "aws_dynamodb_table" "global" {
  name             = "global"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
  replica {
    region_name = "eu-central-1"
  }
  on_demand_throughput {
    max_read_request_units  = 100
    max_write_request_units = 100
  }
}
resource "aws_dynamodb_table_item" "this" {
  table_name = aws_dynamodb_table.this.name
  hash_key   = aws_dynamodb_table.this.hash_key
  range_key  = aws_dynamodb_table.this.range_key
  item       = jsonencode({ id = { N = "1" }, title = { S = "a" }, n = { N = "12" } })
}
resource "aws_kinesis_stream" "this" {
  name = "changes"
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}
resource "aws_dynamodb_kinesis_streaming_destination" "this" {
  stream_arn                               = aws_kinesis_stream.this.arn
  table_name                               = aws_dynamodb_table.this.name
  approximate_creation_date_time_precision = "MICROSECOND"
}
resource "aws_dynamodb_contributor_insights" "this" {
  table_name = aws_dynamodb_table.this.name
}
resource "aws_dynamodb_tag" "this" {
  resource_arn = aws_dynamodb_table.this.arn
  key          = "extra"
  value        = "tag"
  count        = 0
}
resource "aws_appautoscaling_target" "read" {
  max_capacity       = 10
  min_capacity       = 1
  resource_id        = "table/${aws_dynamodb_table.scaled.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  service_namespace  = "dynamodb"
}
resource "aws_appautoscaling_policy" "read" {
  name               = "DynamoDBReadCapacityUtilization:${aws_appautoscaling_target.read.resource_id}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.read.resource_id
  scalable_dimension = aws_appautoscaling_target.read.scalable_dimension
  service_namespace  = aws_appautoscaling_target.read.service_namespace
  target_tracking_scaling_policy_configuration {
    target_value = 70
    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
  }
}
resource "aws_dynamodb_table" "scaled" {
  name           = "scaled"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
  lifecycle {
    ignore_changes = [read_capacity]
  }
}
resource "aws_vpc_endpoint" "this" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-west-1.dynamodb"
}
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
data "aws_dynamodb_table" "this" {
  name = aws_dynamodb_table.this.name
}
data "aws_dynamodb_table_item" "this" {
  table_name = aws_dynamodb_table.this.name
  key        = jsonencode({ id = { N = "1" }, title = { S = "a" } })
  depends_on = [aws_dynamodb_table_item.this]
}
data "aws_dynamodb_tables" "all" {}
