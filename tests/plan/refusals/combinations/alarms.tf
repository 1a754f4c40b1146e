module "alarms_unheard" {
  source = "../../../../modules/operations/alarms"

  name       = "refusals"
  composites = { orders = { description = "Wrong.", any_of = ["orders-age"], severity = "ticket" } }
  # notify has nobody for note, ticket and alarms of such a severity would go off unheard: write ARNs for each severity
  notify = { page = [local.alarm_topic] }
}

module "alarms_unknown_anomaly" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = { page = [local.alarm_topic] }
  # composites counts the anomalies ["totals"]: write names of anomalies, which holds [].
  composites = { orders = { description = "Wrong.", anomalies = ["totals"] } }
}

module "alarms_of_one_name" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = { page = [local.alarm_topic] }
  # composites holds ["suppressor"], and an anomaly, an objective or the suppressor has one of these names too
  composites = { suppressor = { description = "Wrong.", any_of = ["orders-age"] } }
}

locals {
  alarm_topic = "arn:aws:sns:eu-west-1:000000000000:alarms"
}
