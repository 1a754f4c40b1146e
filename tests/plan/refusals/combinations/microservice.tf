module "microservice" {
  source = "../../../../modules/blueprints/microservice"

  name   = "refusals"
  queues = { mails = {} }
  # functions without a package are get, and defaults have none: write package
  # In functions, some event names no queue, table or topic that is there: write one of queues (mails), tables () or topics ()
  # functions have the grants tables.users.read: write tables.NAME.read
  functions = {
    get = {
      handler = "users.get"
      grants  = ["tables.users.read"]
      events  = { changed = { table = "users" } }
    }
  }
  platform = {
    name          = "refusals"
    alarm_actions = []
    event_bus = {
      name   = "refusals"
      arn    = "arn:aws:events:eu-west-1:000000000000:event-bus/refusals"
      grants = { publish = [] }
    }
    kms_key        = local.key
    protected      = true
    retention_days = { logs = 7 }
  }
}
