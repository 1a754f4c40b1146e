module "schedule" {
  source = "../../../../modules/messaging/schedule"

  name = "refusals"
  # dead_letter_queue is arn:aws:sqs:eu-west-1:000000000000:failed.fifo: write the ARN of a standard queue
  dead_letter_queue = { arn = "arn:aws:sqs:eu-west-1:000000000000:failed.fifo" }
  # group.name is "a b": write 1 to 64 letters
  group = { name = "a b" }
  # retry.attempts is 186: write 0 to 185
  # retry.max_age_seconds is 30: write 60 to 86400
  retry = { attempts = 186, max_age_seconds = 30 }
  # schedule is "rate(5 minute)": write "cron(0 6 * * ? *)"
  schedule = "rate(5 minute)"
  # starts_at is "today": write a moment in UTC
  starts_at = "today"
  # timezone is "Europe Berlin": write a name of the IANA's
  timezone = "Europe Berlin"
  # window_seconds is 90: write whole minutes
  window_seconds = 90
  # to has none or several of api, delivery_stream, event_bus, function, queue, state_machine, stream, task and topic: write
  # to.detail_type is "Began" and to.event_source null: write both with event_bus
  # to.message_group_id is "all": write it for a FIFO queue only
  # to.partition_key is "all": write it together with stream
  # to.api is sqs:receiveMessage: write a service and an action as SDKs for Java name them
  # to.input is "text": write a JSON object
  # to.task.tasks is 0: write 1 to 10
  to = {
    api              = { service = "sqs", action = "receiveMessage", grants = [] }
    detail_type      = "Began"
    input            = "text"
    message_group_id = "all"
    partition_key    = "all"
    task = {
      cluster             = { arn = "a" }
      role_arns           = []
      security_group_ids  = []
      subnet_ids          = []
      task_definition_arn = "t"
      tasks               = 0
    }
  }
}

module "schedule_name" {
  source = "../../../../modules/messaging/schedule"

  # name is "shop prod": write 1 to 64 letters
  name = "shop prod"
  # ends_at is "tomorrow": write a moment in UTC
  ends_at           = "tomorrow"
  schedule          = "rate(1 hour)"
  dead_letter_queue = null
  to                = { topic = { arn = "arn:aws:sns:eu-west-1:000000000000:news" } }
}
