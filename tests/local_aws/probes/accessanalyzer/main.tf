resource "aws_accessanalyzer_analyzer" "this" {
  analyzer_name = "probe"
  tags          = { team = "probe" }
}

resource "aws_accessanalyzer_analyzer" "unused" {
  analyzer_name = "probe-unused"
  type          = "ACCOUNT_UNUSED_ACCESS"

  configuration {
    unused_access {
      unused_access_age = 90
    }
  }
}

resource "aws_accessanalyzer_archive_rule" "this" {
  analyzer_name = aws_accessanalyzer_analyzer.this.analyzer_name
  rule_name     = "own-organization"

  filter {
    criteria = "condition.aws:PrincipalOrgID"
    eq       = ["o-0123456789"]
  }

  filter {
    criteria = "isPublic"
    exists   = true
  }
}
