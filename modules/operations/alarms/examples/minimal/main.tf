# One alarm for a service: the engineer on call is paged when orders wait too long or are given up.
module "alarms" {
  source = "../.."

  name   = "example-alarms-minimal"
  notify = { page = [aws_sns_topic.page.arn] }

  composites = {
    orders = {
      description = "Orders are late or lost: see the queue and its consumer."
      any_of      = values(module.queue.alarms)
    }
  }
}

module "queue" {
  source = "../../../../messaging/sqs-queue"

  name          = "example-alarms-minimal"
  alarm_actions = [aws_sns_topic.note.arn]
}

resource "aws_sns_topic" "note" {
  #checkov:skip=PLATFORM_ENCRYPTION: represents the topic that you have
  #checkov:skip=CKV_AWS_26: yours is messaging/sns-topic with a key
  name = "example-alarms-minimal-note"
}

resource "aws_sns_topic" "page" {
  #checkov:skip=PLATFORM_ENCRYPTION: represents the topic that you have
  #checkov:skip=CKV_AWS_26: yours is messaging/sns-topic with a key
  name = "example-alarms-minimal-page"
}

output "alarms" {
  value = module.alarms
}
