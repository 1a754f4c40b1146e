resource "aws_sns_topic" "this" {
  name = "probe-sns"
}

resource "aws_sns_topic_data_protection_policy" "this" {
  arn = aws_sns_topic.this.arn
  policy = jsonencode({
    Name        = "probe"
    Description = "No addresses."
    Version     = "2021-06-01"
    Statement = [{
      Sid            = "deny"
      DataDirection  = "Inbound"
      Principal      = ["*"]
      DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
      Operation      = { Deny = {} }
    }]
  })
}

resource "aws_sns_sms_preferences" "this" {
  default_sms_type    = "Transactional"
  monthly_spend_limit = 1
}
