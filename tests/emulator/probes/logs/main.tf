resource "aws_cloudwatch_log_group" "this" {
  name = "/probe"
}

resource "aws_cloudwatch_query_definition" "this" {
  name            = "probe/errors"
  log_group_names = [aws_cloudwatch_log_group.this.name]
  query_string    = "filter level = 'ERROR' | sort @timestamp desc | limit 20"
}
