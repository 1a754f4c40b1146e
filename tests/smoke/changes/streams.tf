# Other shards, modes, keys, retention, consumers and tags.
module "key" {
  source = "../../../modules/operations/kms-key"

  name                 = "streams"
  deletion_window_days = 7
  rotation_days        = var.next ? 180 : 365
  tags                 = local.tags
}

module "provisioned" {
  source = "../../../modules/messaging/kinesis-stream"

  name            = "streams-provisioned"
  consumers       = var.next ? ["mail", "search"] : ["mail"]
  kms_key         = var.next ? module.key : null
  retention_hours = var.next ? 48 : 24
  shards          = var.next ? 2 : 1
  tags            = var.next ? { Service = "orders" } : {}
}

module "on_demand" {
  source = "../../../modules/messaging/kinesis-stream"

  name   = "streams-on-demand"
  shards = var.next ? null : 1
}
