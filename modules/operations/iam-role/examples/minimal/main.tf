# A role for a job that EventBridge Scheduler starts: it sends to one queue.
module "queue" {
  source = "../../../../messaging/sqs-queue"

  name = "example-iam-role-minimal"
}

module "role" {
  source = "../.."

  name    = "example-iam-role-minimal"
  callers = { jobs = { service = "scheduler" } }
  grants  = [module.queue.grants.send]
}

output "role" {
  value = module.role
}
