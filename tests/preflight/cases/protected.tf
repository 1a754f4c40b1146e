# Protection on, contents left, a final snapshot without a name, a secret's name in recovery.

resource "aws_dynamodb_table" "protected" {
  count = local.before

  name                        = "preflight-protected"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "fine_protected" {
  count = local.before

  name         = "preflight-fine-protected"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_lb" "protected" {
  count = local.before

  name                       = "preflight-protected"
  internal                   = true
  subnets                    = [aws_subnet.a.id, aws_subnet.b.id]
  enable_deletion_protection = true
}

resource "aws_cognito_user_pool" "protected" {
  count = local.before

  name                = "preflight-protected"
  deletion_protection = "ACTIVE"
}

resource "aws_db_instance" "protected" {
  count = local.before

  identifier          = "preflight-protected"
  engine              = "postgres"
  engine_version      = "17.6"
  instance_class      = "db.t4g.micro"
  allocated_storage   = 20
  username            = "shop"
  password            = "not-secret-at-all"
  deletion_protection = true
  skip_final_snapshot = true
}

resource "aws_db_instance" "without_snapshot" {
  count = local.before

  identifier        = "preflight-without-snapshot"
  engine            = "postgres"
  engine_version    = "17.6"
  instance_class    = "db.t4g.micro"
  allocated_storage = 20
  username          = "shop"
  password          = "not-secret-at-all"
}

resource "aws_s3_bucket" "full" {
  count = local.before

  bucket = "preflight-full"
}

data "aws_iam_policy_document" "full" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["arn:aws:s3:::preflight-full/*"]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::156460612806:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "full" {
  count = local.before

  bucket = aws_s3_bucket.full[0].id
  policy = data.aws_iam_policy_document.full.json
}

resource "aws_lb" "writes" {
  count = local.before

  name     = "preflight-writes"
  internal = true
  subnets  = [aws_subnet.a.id, aws_subnet.b.id]

  access_logs {
    bucket  = aws_s3_bucket.full[0].id
    enabled = true
  }

  depends_on = [aws_s3_bucket_policy.full]
}

resource "aws_secretsmanager_secret" "replaced" {
  name = "preflight-replaced"

  lifecycle {
    replace_triggered_by = [terraform_data.next]
  }
}

resource "aws_secretsmanager_secret" "fine_replaced" {
  name                    = "preflight-fine-replaced"
  recovery_window_in_days = 0

  lifecycle {
    replace_triggered_by = [terraform_data.next]
  }
}
