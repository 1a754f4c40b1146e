resource "aws_codestarconnections_connection" "this" {
  name          = "probe"
  provider_type = "GitHub"
  tags          = { team = "probe" }
}
