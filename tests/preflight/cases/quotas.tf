# More than AWS takes.

locals {
  long = { for size in [60, 160] : size => jsonencode({
    Version = "2012-10-17"
    Statement = [
      for n in range(size) : { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::preflight-${n}/*" }
    ]
  }) }
}

resource "aws_iam_policy" "long" {
  count = local.later

  name   = "preflight-long"
  policy = local.long[160]
}

resource "aws_iam_policy" "fine_long" {
  count = local.later

  name   = "preflight-fine-long"
  policy = local.long[60]
}

resource "aws_iam_role_policy" "long" {
  count = var.next ? 3 : 0

  name   = "long-${count.index}"
  role   = aws_iam_role.plain.name
  policy = local.long[60]
}

resource "aws_iam_role" "full" {
  name               = "preflight-full"
  assume_role_policy = local.trust
}

resource "aws_iam_policy" "small" {
  count = 11

  name = "preflight-small-${count.index}"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "full" {
  count = var.next ? 11 : 10

  role       = aws_iam_role.full.name
  policy_arn = aws_iam_policy.small[count.index].arn
}

resource "aws_security_group" "full" {
  count = local.later

  name   = "preflight-full"
  vpc_id = aws_vpc.this.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [for n in range(61) : "10.${n}.0.0/16"]
  }
}

resource "aws_ssm_parameter" "long" {
  count = local.later

  name  = "/preflight/long"
  type  = "String"
  value = join("", [for n in range(410) : "0123456789"])
  tier  = "Standard"
}
