resource "aws_ce_anomaly_monitor" "services" {
  name              = "probe-services"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
  tags              = { team = "probe" }
}

resource "aws_ce_anomaly_monitor" "team" {
  name         = "probe-team"
  monitor_type = "CUSTOM"

  monitor_specification = jsonencode({
    And            = null
    CostCategories = null
    Dimensions     = null
    Not            = null
    Or             = null
    Tags           = { Key = "team", MatchOptions = null, Values = ["probe"] }
  })
}

resource "aws_ce_anomaly_subscription" "this" {
  name             = "probe"
  frequency        = "DAILY"
  monitor_arn_list = [aws_ce_anomaly_monitor.services.arn, aws_ce_anomaly_monitor.team.arn]
  tags             = { team = "probe" }

  subscriber {
    type    = "EMAIL"
    address = "costs@example.com"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["50"]
    }
  }
}

resource "aws_ce_cost_allocation_tag" "this" {
  tag_key = "service"
  status  = "Active"
}

resource "aws_ce_cost_category" "this" {
  name          = "probe-teams"
  rule_version  = "CostCategoryExpression.v1"
  default_value = "shared"
  tags          = { team = "probe" }

  rule {
    value = "orders"

    rule {
      tags {
        key           = "service"
        values        = ["orders"]
        match_options = ["EQUALS"]
      }
    }
  }
}
