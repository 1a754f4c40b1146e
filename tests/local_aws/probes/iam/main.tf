resource "aws_iam_policy" "this" {
  name        = "probe"
  description = "What a role may have at most."
  tags        = { team = "probe" }
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:*:*:probe-*" }]
  })
}

resource "aws_iam_role" "this" {
  name                 = "probe"
  permissions_boundary = aws_iam_policy.this.arn
  max_session_duration = 7200
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = 14
  require_lowercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  require_uppercase_characters   = true
  allow_users_to_change_password = true
  password_reuse_prevention      = 24
}

resource "aws_iam_user" "this" {
  name          = "probe"
  force_destroy = true
}

resource "aws_iam_user_ssh_key" "this" {
  username = aws_iam_user.this.name
  encoding = "SSH"
  public_key = join(" ", [
    "ssh-rsa",
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQD3F6tyPEFEzV0LX3X8BsXdMsQz1x2cEikKDEY0aIj41qgxMCP/iteneqXSIFZBp5vizPvaoIR3Um9xK7PGoW8giupGn+EPuxIA4cDM4vzOqOkiMPhz5XK0whEjkVzTo4+S0puvDZuwIsdiW9mxhJc7tgBNL0cYlWSYVkz4G/fslNfRPW5mYAM49f4fhtxPb5ok4Q2Lg9dPKVHO/Bgeu5woMc7RY0p1ej6D4CKFE6lymSDJpW0YHX/wqE9+cfEauh7xZcG0q9t2ta6F6fmX0agvpFyZo8aFbXeUBr7osSCJNgvavWbM/06niWrOvYX2xwWdhXmXSrbX8ZbabVohBK41",
    "probe",
  ])
}

resource "aws_iam_virtual_mfa_device" "this" {
  virtual_mfa_device_name = "probe"
}
