module "queue_callers" {
  source = "../../../../modules/messaging/sqs-queue"

  name = "refusals"
  # callers holds ["both","nobody"]: write exactly one of account_id, organization_id, role_arn and service
  # callers has the actions ["sqs:CreateQueue"]: write 1 to 7 of those that a queue's policy can give to others, each in full
  # callers holds the effects ["Allow","allow"]: write "Allow" or "Deny"
  callers = {
    both   = { account_id = "111122223333", organization_id = "o-a1b2c3d4e5", actions = ["sqs:CreateQueue"] }
    nobody = { effect = "allow", actions = ["sqs:CreateQueue"] }
  }
}

module "queue_callers_who" {
  source = "../../../../modules/messaging/sqs-queue"

  name = "refusals"
  # callers holds ["11112222333","o-1"] as accounts, organizations and roles: write account ids of 12 digits
  # callers has the services {"feed":["sns.amazonaws.com","arn:aws:sns:eu-west-1:111122223333:feed"]} with their source_arn
  # callers holds ["a-b","aB","feed"]: their letters and digits become ids of statements, write names
  callers = {
    a-b = { account_id = "11112222333", actions = ["sqs:SendMessage"] }
    aB  = { organization_id = "o-1", actions = ["sqs:SendMessage"] }
    feed = {
      service    = "sns.amazonaws.com"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["sqs:SendMessage"]
    }
  }
}

module "queue_callers_everyone" {
  source = "../../../../modules/messaging/sqs-queue"

  name = "refusals"
  # callers holds ["open","wide"] for everyone, account_id = "*": write a condition that says who of them
  # callers has the services {"images":["s3","arn:aws:s3:::images"]} with their source_arn
  # callers has the conditions [{"test":"StringSame","values":["*"],"variable":"aws:PrincipalOrgID"}]: write an operator
  callers = {
    images = { service = "s3", source_arn = "arn:aws:s3:::images", actions = ["sqs:SendMessage"] }
    open   = { account_id = "*", actions = ["sqs:SendMessage"] }
    wide = {
      account_id = "*"
      actions    = ["sqs:SendMessage"]
      conditions = [{ test = "StringSame", variable = "aws:PrincipalOrgID", values = ["*"] }]
    }
  }
}

module "queue_policy_callers" {
  source = "../../../../modules/messaging/queue-policy"

  name    = "refusals"
  queue   = { arn = "arn:aws:sqs:eu-west-1:000000000000:refusals", url = "https://sqs.eu-west-1.amazonaws.com/1/a" }
  senders = {}
  # callers holds ["both","nobody"]: write exactly one of account_id, organization_id, role_arn and service
  # callers has the actions ["sqs:Receive*"]: write 1 to 7 of those that a queue's policy can give to others, each in full
  # callers holds the effects ["Allow","allow"]: write "Allow" or "Deny"
  callers = {
    both   = { account_id = "111122223333", organization_id = "o-a1b2c3d4e5", actions = ["sqs:Receive*"] }
    nobody = { effect = "allow", actions = ["sqs:Receive*"] }
  }
}

module "queue_policy_callers_who" {
  source = "../../../../modules/messaging/queue-policy"

  name    = "refusals"
  queue   = { arn = "arn:aws:sqs:eu-west-1:000000000000:refusals", url = "https://sqs.eu-west-1.amazonaws.com/1/a" }
  senders = {}
  # callers holds ["11112222333","o-1"] as accounts, organizations and roles: write account ids of 12 digits
  # callers has the services {"feed":["sns.amazonaws.com","arn:aws:sns:eu-west-1:111122223333:feed"]} with their source_arn
  # callers holds ["a-b","aB","feed"]: their letters and digits become ids of statements, write names
  callers = {
    a-b = { account_id = "11112222333", actions = ["sqs:SendMessage"] }
    aB  = { organization_id = "o-1", actions = ["sqs:SendMessage"] }
    feed = {
      service    = "sns.amazonaws.com"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["sqs:SendMessage"]
    }
  }
}

module "queue_policy_callers_everyone" {
  source = "../../../../modules/messaging/queue-policy"

  name    = "refusals"
  queue   = { arn = "arn:aws:sqs:eu-west-1:000000000000:refusals", url = "https://sqs.eu-west-1.amazonaws.com/1/a" }
  senders = {}
  # callers holds ["open","wide"] for everyone, account_id = "*": write a condition that says who of them
  # callers has the services {"images":["s3","arn:aws:s3:::images"]} with their source_arn
  # callers has the conditions [{"test":"StringSame","values":["*"],"variable":"aws:PrincipalOrgID"}]: write an operator
  callers = {
    images = { service = "s3", source_arn = "arn:aws:s3:::images", actions = ["sqs:SendMessage"] }
    open   = { account_id = "*", actions = ["sqs:SendMessage"] }
    wide = {
      account_id = "*"
      actions    = ["sqs:SendMessage"]
      conditions = [{ test = "StringSame", variable = "aws:PrincipalOrgID", values = ["*"] }]
    }
  }
}

module "topic_callers" {
  source = "../../../../modules/messaging/sns-topic"

  name    = "refusals"
  kms_key = local.key
  # callers holds ["both","nobody"]: write exactly one of account_id, organization_id, role_arn and service
  # callers has the actions ["sns:*"]: write one at least of those that a topic's policy takes, each in full
  # callers holds the effects ["Allow","allow"]: write "Allow" or "Deny"
  callers = {
    both   = { account_id = "111122223333", organization_id = "o-a1b2c3d4e5", actions = ["sns:*"] }
    nobody = { effect = "allow", actions = ["sns:*"] }
  }
}

module "topic_callers_who" {
  source = "../../../../modules/messaging/sns-topic"

  name    = "refusals"
  kms_key = local.key
  # callers holds ["11112222333","o-1"] as accounts, organizations and roles: write account ids of 12 digits
  # callers has the services {"feed":["sns.amazonaws.com","arn:aws:sns:eu-west-1:111122223333:feed"]} with their source_arn
  # callers holds ["a-b","aB","feed"]: their letters and digits become ids of statements, write names
  callers = {
    a-b = { account_id = "11112222333", actions = ["sns:Publish"] }
    aB  = { organization_id = "o-1", actions = ["sns:Publish"] }
    feed = {
      service    = "sns.amazonaws.com"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["sns:Publish"]
    }
  }
}

module "topic_callers_everyone" {
  source = "../../../../modules/messaging/sns-topic"

  name    = "refusals"
  kms_key = local.key
  # callers holds ["open","wide"] for everyone, account_id = "*": write a condition that says who of them
  # callers has the services {"images":["s3","arn:aws:s3:::images"]} with their source_arn
  # callers has the conditions [{"test":"StringSame","values":["*"],"variable":"aws:PrincipalOrgID"}]: write an operator
  callers = {
    images = { service = "s3", source_arn = "arn:aws:s3:::images", actions = ["sns:Publish"] }
    open   = { account_id = "*", actions = ["sns:Publish"] }
    wide = {
      account_id = "*"
      actions    = ["sns:Publish"]
      conditions = [{ test = "StringSame", variable = "aws:PrincipalOrgID", values = ["*"] }]
    }
  }
}

module "bucket_callers" {
  source = "../../../../modules/data/s3-bucket"

  name = "refusals"
  # callers holds ["both","nobody"]: write exactly one of account_id, organization_id, role_arn and service
  # callers has the actions ["s3:Get*"]: write one at least, those of S3 alone and each in full
  # callers holds the effects ["Allow","allow"]: write "Allow" or "Deny"
  callers = {
    both   = { account_id = "111122223333", organization_id = "o-a1b2c3d4e5", actions = ["s3:Get*"] }
    nobody = { effect = "allow", actions = ["s3:Get*"] }
  }
}

module "bucket_callers_who" {
  source = "../../../../modules/data/s3-bucket"

  name = "refusals"
  # callers holds ["11112222333","o-1"] as accounts, organizations and roles: write account ids of 12 digits
  # callers has the services {"feed":["sns.amazonaws.com","arn:aws:sns:eu-west-1:111122223333:feed"]} with their source_arn
  # callers holds ["a-b","aB","feed"]: their letters and digits become ids of statements, write names
  callers = {
    a-b = { account_id = "11112222333", actions = ["s3:GetObject"] }
    aB  = { organization_id = "o-1", actions = ["s3:GetObject"] }
    feed = {
      service    = "sns.amazonaws.com"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["s3:GetObject"]
    }
  }
}

module "bucket_callers_everyone" {
  source = "../../../../modules/data/s3-bucket"

  name = "refusals"
  # callers holds ["open","wide"] for everyone, account_id = "*": write a condition that says who of them
  # callers has the services {"images":["s3","arn:aws:s3:::images"]} with their source_arn
  # callers has the conditions [{"test":"StringSame","values":["*"],"variable":"aws:PrincipalOrgID"}]: write an operator
  callers = {
    images = { service = "s3", source_arn = "arn:aws:s3:::images", actions = ["s3:GetObject"] }
    open   = { account_id = "*", actions = ["s3:GetObject"] }
    wide = {
      account_id = "*"
      actions    = ["s3:GetObject"]
      conditions = [{ test = "StringSame", variable = "aws:PrincipalOrgID", values = ["*"] }]
    }
  }
}

module "key_callers" {
  source = "../../../../modules/operations/kms-key"

  name = "refusals"
  # callers holds ["both","nobody"]: write exactly one of account_id, organization_id, role_arn and service
  # callers has the actions ["sqs:SendMessage"]: write one at least, those of KMS alone and each in full
  # callers holds the effects ["Allow","allow"]: write "Allow" or "Deny"
  callers = {
    both   = { account_id = "111122223333", organization_id = "o-a1b2c3d4e5", actions = ["sqs:SendMessage"] }
    nobody = { effect = "allow", actions = ["sqs:SendMessage"] }
  }
}

module "key_callers_who" {
  source = "../../../../modules/operations/kms-key"

  name = "refusals"
  # callers holds ["11112222333","o-1"] as accounts, organizations and roles: write account ids of 12 digits
  # callers has the services {"feed":["sns.amazonaws.com","arn:aws:sns:eu-west-1:111122223333:feed"]} with their source_arn
  # callers holds ["a-b","aB","feed"]: their letters and digits become ids of statements, write names
  callers = {
    a-b = { account_id = "11112222333", actions = ["kms:Decrypt"] }
    aB  = { organization_id = "o-1", actions = ["kms:Decrypt"] }
    feed = {
      service    = "sns.amazonaws.com"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:feed"
      actions    = ["kms:Decrypt"]
    }
  }
}

module "key_callers_everyone" {
  source = "../../../../modules/operations/kms-key"

  name = "refusals"
  # callers holds ["open","wide"] for everyone, account_id = "*": write a condition that says who of them
  # callers has the services {"images":["s3","arn:aws:s3:::images"]} with their source_arn
  # callers has the conditions [{"test":"StringSame","values":["*"],"variable":"aws:PrincipalOrgID"}]: write an operator
  callers = {
    images = { service = "s3", source_arn = "arn:aws:s3:::images", actions = ["kms:Decrypt"] }
    open   = { account_id = "*", actions = ["kms:Decrypt"] }
    wide = {
      account_id = "*"
      actions    = ["kms:Decrypt"]
      conditions = [{ test = "StringSame", variable = "aws:PrincipalOrgID", values = ["*"] }]
    }
  }
}

module "topic_callers_rule" {
  source = "../../../../modules/messaging/sns-topic"

  name    = "refusals"
  kms_key = local.key
  # callers holds events as a service: EventBridge does not send the ARN of the rule to the topic, write it into publishers
  callers = {
    rule = {
      service    = "events"
      source_arn = "arn:aws:events:eu-west-1:111122223333:rule/orders"
      actions    = ["sns:Publish"]
    }
  }
}
