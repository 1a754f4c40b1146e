# name is "aws.partner/refusals": an archive's name has no "/", write the bus's name without it
module "bus" {
  source = "../../../../modules/messaging/event-bus"

  name = "aws.partner/refusals"
}
