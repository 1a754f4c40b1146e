data "aws_ssm_document" "aws" {
  name            = "AWS-RunShellScript"
  document_format = "JSON"
}
