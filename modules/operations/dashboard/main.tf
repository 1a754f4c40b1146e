data "aws_region" "this" {}

# In the order in which one looks: what users notice, the service itself, what it depends on, what it has left, and
# what it costs.
locals {
  sections = ["users", "service", "dependencies", "capacity", "cost"]

  headings = {
    users        = "Users: what do they notice?"
    service      = "Service: what does it do wrong?"
    dependencies = "Dependencies: what does it wait for?"
    capacity     = "Capacity: what has it left?"
    cost         = "Cost: what is paid for?"
  }

  widgets = flatten([
    for section in local.sections : [
      {
        type       = "text"
        width      = 24
        height     = 1
        properties = { markdown = "## ${local.headings[section]}" }
      },
      local.of_section[section],
    ] if length(local.of_section[section]) > 0
  ])

  of_section = {
    for section in local.sections : section => concat(
      [for widget in local.status : widget if section == "users"],
      [
        for chart in local.charts : {
          type   = "metric"
          width  = 8
          height = 6
          properties = {
            title   = chart.title
            region  = chart.region
            view    = "timeSeries"
            stat    = chart.stat
            period  = chart.period
            metrics = chart.metrics
            yAxis   = { left = { min = 0 } }
          }
        } if chart.section == section
      ],
      [for widget in local.logs : widget if section == "service"],
    )
  }

  charts = flatten([
    for kind in local.kinds : [
      for chart in kind.charts : {
        section = chart.section
        title   = "${kind.title}: ${chart.title}"
        stat    = chart.stat
        region  = try(kind.region, data.aws_region.this.id)
        # What is paid for is counted by the day.
        period = chart.section == "cost" ? 86400 : 300
        metrics = concat([
          for key, dimensions in kind.things : [
            for metric in chart.metrics : concat(
              [kind.namespace, metric],
              flatten([for name, value in dimensions : [name, value]]),
              [{ label = length(chart.metrics) == 1 ? key : "${key} ${metric}" }],
            )
          ]
        ]...)
      }
    ] if length(kind.things) > 0
  ])

  # Composite alarms first: the one thing that says whether somebody has to act.
  status = concat(
    [
      for widget in [{
        type       = "alarm"
        width      = 24
        height     = 2 + ceil(length(var.alarms) / 4)
        properties = { title = "Alarms", alarms = values(var.alarms) }
      }] : widget if length(var.alarms) > 0
    ],
    flatten([
      for key, service in var.services : [
        {
          type   = "text"
          width  = 4
          height = 3
          properties = { markdown = service.dashboard == null ? "### ${key}" : join("", [
            "### ${key}\n[button:dashboard](#dashboards/dashboard/${service.dashboard})",
          ]) }
        },
        {
          type       = "alarm"
          width      = 20
          height     = 3
          properties = { title = key, alarms = values(service.alarms) }
        },
      ]
    ]),
  )

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
  logs = [
    for widget in [{
      type   = "log"
      width  = 24
      height = 6
      properties = {
        title  = "Errors in the logs"
        region = data.aws_region.this.id
        view   = "table"
        query = join(" | ", concat(
          [for name in var.log_group_names : "SOURCE '${name}'"],
          ["fields @timestamp, @log, @message", "filter @message like /(?i)error/", "sort @timestamp desc", "limit 50"],
        ))
      }
    }] : widget if length(var.log_group_names) > 0
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ start = "-PT${var.hours}H", periodOverride = "inherit", widgets = local.widgets })
}
