resource "aws_detective_graph" "this" {
  tags = { team = "probe" }
}
