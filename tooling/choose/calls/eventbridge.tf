module "orders_events" {
  source = "../../modules/messaging/event-bus"

  name = "orders"
}

module "orders_placed" {
  source = "../../modules/messaging/event-rule"

  name      = "orders-placed"
  event_bus = module.orders_events
  pattern   = jsonencode({ source = ["orders"], detail-type = ["OrderPlaced"] })
  targets   = { mail = module.mail_queue }
}

module "mail_queue" {
  source = "../../modules/messaging/sqs-queue"

  name    = "orders-mail"
  senders = { rule = { service = "events", source_arn = module.orders_placed.arn } }
}
