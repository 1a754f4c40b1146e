module "alarms" {
  source = "../../../../modules/operations/alarms"

  # name is "has space": write 1 to 160 letters
  name = "has space"
  # anomalies holds ["has space"]: write names of 1 to 64 letters
  anomalies = { "has space" = { description = "Wrong.", metric = local.metric } }
  notify    = {}
  # objectives holds ["has space"]: write names of 1 to 64 letters
  objectives = { "has space" = { percent = 99, bad = local.metric, total = local.metric } }
  # suppression.alarm is {"arn":"arn:aws:sns:eu-west-1:000000000000:alarms"}: write { arn = … } of an alarm
  suppression = { alarm = { arn = local.topic } }
}

module "alarms_severities" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = {}
  # anomalies holds the severities ["wake"] and sides ["over"]: write "page", "ticket" or "note"
  anomalies = { orders = { description = "Wrong.", metric = local.metric, severity = "wake", side = "over" } }
  # objectives holds [[100,30,0]]: write a percent above 0 and less than 100
  objectives = { orders = { percent = 100, bad = local.metric, total = local.metric } }
  # suppression is {"alarm":null,"extension_seconds":-1,"wait_seconds":60}: write whole seconds of 0 to 86400
  suppression = { extension_seconds = -1 }
}

module "alarms_of_nothing" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = {}
  # anomalies holds the widths [0] and period_seconds [90]: write widths above 0
  anomalies = { orders = { description = "Wrong.", metric = local.metric, width = 0, period_seconds = 90 } }
  # objectives holds ["orders"]: write exactly one of good and bad
  objectives = { orders = { percent = 99, good = local.metric, bad = local.metric, total = local.metric } }
}

module "alarms_of_windows" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = {}
  # anomalies holds the datapoints and periods [[4,3]]: write at least 1 of as many periods
  anomalies = { orders = { description = "Wrong.", metric = local.metric, datapoints = 4 } }
  # objectives holds the windows [[{"budget_percent":2,"severity":"page","window_seconds":1000},
  objectives = {
    orders = {
      percent = 99
      bad     = local.metric
      total   = local.metric
      fast    = merge(local.burn, { window_seconds = 1000 })
    }
  }
}

module "alarms_metrics" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = {}
  # anomalies watches [{"dimensions":{},"name":"Total","namespace":":","statistic":"Sum"}]: write a namespace without ":"
  anomalies = { orders = { description = "Wrong.", metric = { namespace = ":", name = "Total" } } }
  # objectives counts [[{"dimensions":{},"name":"Total","namespace":"Orders","statistic":"Most"},
  objectives = { orders = { percent = 99, bad = local.metric, total = merge(local.metric, { statistic = "Most" }) } }
}

module "alarms_that_never_fire" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = {}
  # objectives holds the percents [90] with the windows
  objectives = { orders = { percent = 90, bad = local.metric, total = local.metric } }
}

module "alarms_unknown_topic" {
  source = "../../../../modules/operations/alarms"

  name = "refusals"
  # notify is {"note":[],"page":["on-call@example.com"],"ticket":[]}: write up to 5 ARNs of topics or functions
  notify = { page = ["on-call@example.com"] }
}

module "alarms_name" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = { page = [local.topic] }
  # composites holds ["has space"]: write names of 1 to 64 letters
  composites = { "has space" = { description = "Wrong.", any_of = ["orders-age"] } }
}

module "alarms_severity" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = { page = [local.topic] }
  # composites holds the severities ["wake"]: write "page", "ticket" or "note"
  composites = { orders = { description = "Wrong.", any_of = ["orders-age"], severity = "wake" } }
}

module "alarms_empty" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = { page = [local.topic] }
  # composites holds orders of 0 alarms and those of unless: write 1 to 100
  composites = { orders = { description = "Wrong.", unless = ["orders-age"] } }
}

module "alarms_no_alarm" {
  source = "../../../../modules/operations/alarms"

  name   = "refusals"
  notify = { page = [local.topic] }
  # composites names the alarms ["arn:aws:sns:eu-west-1:000000000000:alarms"]: write names or ARNs of alarms
  composites = { orders = { description = "Wrong.", any_of = [local.topic] } }
}
