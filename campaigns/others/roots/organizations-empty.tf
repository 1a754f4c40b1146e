data "aws_organizations_organization" "this" {
  count = 0
}
resource "aws_organizations_organization" "this" {
  aws_service_access_principals = ["cloudtrail.amazonaws.com", "sso.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY", "TAG_POLICY"]
  feature_set                   = "ALL"
}
resource "aws_organizations_organizational_unit" "this" {
  name      = "workloads"
  parent_id = aws_organizations_organization.this.roots[0].id
}
resource "aws_organizations_policy" "this" {
  depends_on = [aws_organizations_organization.this]

  name = "deny-root"
  type = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
    }]
  })
}
resource "aws_organizations_policy_attachment" "this" {
  policy_id = aws_organizations_policy.this.id
  target_id = aws_organizations_organizational_unit.this.id
}
data "aws_organizations_organizational_units" "this" {
  parent_id  = aws_organizations_organization.this.roots[0].id
  depends_on = [aws_organizations_organizational_unit.this]
}
