# A message each morning, by the clock of Berlin.
module "schedule" {
  source = "../.."

  name              = "example-schedule-minimal"
  schedule          = "cron(0 6 * * ? *)"
  timezone          = "Europe/Berlin"
  to                = { queue = module.queue, input = jsonencode({ report = "daily" }) }
  dead_letter_queue = module.failed
}

module "queue" {
  source = "../../../sqs-queue"

  name = "example-schedule-minimal"
}

module "failed" {
  source = "../../../sqs-queue"

  name        = "example-schedule-minimal-failed"
  dead_letter = null
}

output "failed" {
  value = module.failed
}

output "queue" {
  value = module.queue
}

output "schedule" {
  value = module.schedule
}
