resource "aws_cloudwatch_log_group" "this" {
  name = "insights"
}
resource "aws_cloudwatch_contributor_insight_rule" "this" {
  rule_name  = "top"
  rule_state = "ENABLED"
  rule_definition = jsonencode({
    Schema        = { Name = "CloudWatchLogRule", Version = 1 }
    LogGroupNames = [aws_cloudwatch_log_group.this.name]
    LogFormat     = "JSON"
    Contribution  = { Keys = ["$.ip"], Filters = [] }
    AggregateOn   = "Count"
  })
}
