resource "aws_organizations_organization" "this" {
  enabled_policy_types = ["TAG_POLICY"]
}

resource "aws_organizations_policy" "this" {
  name = "probe-cost-tags"
  type = "TAG_POLICY"

  content = jsonencode({
    tags = { service = { tag_key = { "@@assign" = "service" } } }
  })

  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_policy_attachment" "this" {
  policy_id = aws_organizations_policy.this.id
  target_id = aws_organizations_organization.this.roots[0].id
}
