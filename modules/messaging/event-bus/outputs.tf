output "archive_arn" {
  description = "ARN of the archive, null without one."
  value       = one(aws_cloudwatch_event_archive.this[*].arn)
}

output "arn" {
  description = "ARN of the bus."
  value       = aws_cloudwatch_event_bus.this.arn
}

output "grants" {
  description = "Least-privilege statements: `publish`, and `replay` of archived events to this bus."
  value = {
    publish = [{ actions = ["events:PutEvents"], resources = [aws_cloudwatch_event_bus.this.arn], conditions = [] }]
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
    replay = flatten([
      for archive in aws_cloudwatch_event_archive.this[*].arn : [
        { actions = ["events:DescribeArchive"], resources = [archive], conditions = [] },
        {
          actions    = ["events:StartReplay"]
          resources  = [archive, aws_cloudwatch_event_bus.this.arn, replace(archive, "/:archive/.*$/", ":replay/*")]
          conditions = []
        },
        {
          actions    = ["events:CancelReplay", "events:DescribeReplay"]
          resources  = [replace(archive, "/:archive/.*$/", ":replay/*")]
          conditions = []
        },
      ]
    ])
  }
}

output "name" {
  description = "Name of the bus."
  value       = aws_cloudwatch_event_bus.this.name
}
