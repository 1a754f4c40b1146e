# What is shown of each kind of thing, by the name of the input, in the dimensions in which AWS measures it. In
# titles, what one would say of it.
locals {
  # arn:aws:ecs:eu-west-1:123456789012:service/shop-prod/orders
  containers = { for key, service in var.containers : key => split("/", service.arn) }
  # app/shop-prod/0123456789abcdef/targetgroup/orders/0123456789abcdef
  load_balanced = { for key, service in var.load_balanced : key => split("/", service.request_count_label) }

  kinds = {
    distributions = {
      title     = "CDN"
      namespace = "AWS/CloudFront"
      region    = "us-east-1" # where CloudFront measures, wherever it is asked for
      things    = { for key, cdn in var.distributions : key => { DistributionId = cdn.id, Region = "Global" } }
      charts = [
        { section = "users", title = "errors, percent", stat = "Average", metrics = ["4xxErrorRate", "5xxErrorRate"] },
        { section = "cost", title = "requests", stat = "Sum", metrics = ["Requests"] },
        { section = "cost", title = "bytes", stat = "Sum", metrics = ["BytesDownloaded"] },
      ]
    }

    rest_apis = {
      title     = "REST API"
      namespace = "AWS/ApiGateway"
      things    = { for key, api in var.rest_apis : key => { ApiName = api.name, Stage = api.stage } }
      charts = [
        { section = "users", title = "errors", stat = "Sum", metrics = ["4XXError", "5XXError"] },
        { section = "users", title = "latency, ms (p95)", stat = "p95", metrics = ["Latency"] },
        { section = "cost", title = "requests", stat = "SampleCount", metrics = ["Count"] },
      ]
    }

    http_apis = {
      title     = "HTTP API"
      namespace = "AWS/ApiGateway"
      things    = { for key, api in var.http_apis : key => { ApiId = api.id, Stage = api.stage } }
      charts = [
        { section = "users", title = "errors", stat = "Sum", metrics = ["4xx", "5xx"] },
        { section = "users", title = "latency, ms (p95)", stat = "p95", metrics = ["Latency"] },
        { section = "cost", title = "requests", stat = "SampleCount", metrics = ["Count"] },
      ]
    }

    load_balanced = {
      title     = "Load balancer"
      namespace = "AWS/ApplicationELB"
      things = {
        for key, parts in local.load_balanced : key => {
          LoadBalancer = join("/", slice(parts, 0, 3))
          TargetGroup  = join("/", slice(parts, 3, 6))
        }
      }
      charts = [
        {
          section = "users"
          title   = "errors of targets"
          stat    = "Sum"
          metrics = ["HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count"]
        },
        { section = "users", title = "latency, s (p95)", stat = "p95", metrics = ["TargetResponseTime"] },
        { section = "service", title = "unhealthy targets", stat = "Maximum", metrics = ["UnHealthyHostCount"] },
        { section = "cost", title = "requests", stat = "Sum", metrics = ["RequestCount"] },
      ]
    }

    functions = {
      title     = "Functions"
      namespace = "AWS/Lambda"
      things    = { for key, function in var.functions : key => { FunctionName = function.name } }
      charts = [
        { section = "service", title = "errors", stat = "Sum", metrics = ["Errors"] },
        { section = "service", title = "duration, ms (p95)", stat = "p95", metrics = ["Duration"] },
        { section = "capacity", title = "throttles", stat = "Sum", metrics = ["Throttles"] },
        { section = "capacity", title = "at once", stat = "Maximum", metrics = ["ConcurrentExecutions"] },
        { section = "cost", title = "invocations", stat = "Sum", metrics = ["Invocations"] },
        { section = "cost", title = "duration, ms", stat = "Sum", metrics = ["Duration"] },
      ]
    }

    containers = {
      title     = "Containers"
      namespace = "AWS/ECS"
      things    = { for key, parts in local.containers : key => { ClusterName = parts[1], ServiceName = parts[2] } }
      charts = [
        { section = "capacity", title = "CPU, percent", stat = "Average", metrics = ["CPUUtilization"] },
        { section = "capacity", title = "memory, percent", stat = "Average", metrics = ["MemoryUtilization"] },
        {
          section = "cost"
          title   = "tasks (one datum a minute each)"
          stat    = "SampleCount"
          metrics = ["CPUUtilization"]
        },
      ]
    }

    state_machines = {
      title     = "State machines"
      namespace = "AWS/States"
      things    = { for key, machine in var.state_machines : key => { StateMachineArn = machine.machine_arn } }
      charts = [
        { section = "service", title = "failed", stat = "Sum", metrics = ["ExecutionsFailed", "ExecutionsTimedOut"] },
        { section = "service", title = "duration, ms (p95)", stat = "p95", metrics = ["ExecutionTime"] },
        { section = "cost", title = "executions", stat = "Sum", metrics = ["ExecutionsStarted"] },
      ]
    }

    queues = {
      title     = "Queues"
      namespace = "AWS/SQS"
      things    = { for key, queue in var.queues : key => { QueueName = queue.name } }
      charts = [
        {
          section = "dependencies"
          title   = "age of the oldest, s"
          stat    = "Maximum"
          metrics = ["ApproximateAgeOfOldestMessage"]
        },
        {
          section = "dependencies"
          title   = "waiting"
          stat    = "Maximum"
          metrics = ["ApproximateNumberOfMessagesVisible"]
        },
        {
          section = "cost"
          title   = "messages and empty receives"
          stat    = "Sum"
          metrics = ["NumberOfMessagesSent", "NumberOfEmptyReceives"]
        },
      ]
    }

    dead_letters = {
      title     = "Dead letters"
      namespace = "AWS/SQS"
      things = {
        for key, queue in var.queues : key => { QueueName = queue.dead_letter_queue.name }
        if queue.dead_letter_queue != null
      }
      charts = [
        {
          section = "dependencies"
          title   = "given up"
          stat    = "Maximum"
          metrics = ["ApproximateNumberOfMessagesVisible"]
        },
      ]
    }

    topics = {
      title     = "Topics"
      namespace = "AWS/SNS"
      things    = { for key, topic in var.topics : key => { TopicName = topic.name } }
      charts = [
        { section = "dependencies", title = "not delivered", stat = "Sum", metrics = ["NumberOfNotificationsFailed"] },
        { section = "cost", title = "published", stat = "Sum", metrics = ["NumberOfMessagesPublished"] },
      ]
    }

    streams = {
      title     = "Streams"
      namespace = "AWS/Kinesis"
      things    = { for key, stream in var.streams : key => { StreamName = stream.name } }
      charts = [
        {
          section = "dependencies"
          title   = "age of what is read, ms"
          stat    = "Maximum"
          metrics = ["GetRecords.IteratorAgeMilliseconds"]
        },
        {
          section = "capacity"
          title   = "refused records"
          stat    = "Sum"
          metrics = ["WriteProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded"]
        },
        { section = "cost", title = "bytes", stat = "Sum", metrics = ["IncomingBytes"] },
      ]
    }

    tables = {
      title     = "Tables"
      namespace = "AWS/DynamoDB"
      things    = { for key, table in var.tables : key => { TableName = table.name } }
      charts = [
        {
          section = "capacity"
          title   = "throttled"
          stat    = "Sum"
          metrics = ["ReadThrottleEvents", "WriteThrottleEvents"]
        },
        {
          section = "cost"
          title   = "capacity units"
          stat    = "Sum"
          metrics = ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"]
        },
      ]
    }

    databases = {
      title     = "Databases"
      namespace = "AWS/RDS"
      # arn:aws:rds:eu-west-1:123456789012:db:shop-prod-orders, or of a cluster
      things = {
        for key, database in var.databases : key => {
          (split(":", database.arn)[5] == "db" ? "DBInstanceIdentifier" : "DBClusterIdentifier") = (
            split(":", database.arn)[6]
          )
        }
      }
      charts = [
        { section = "dependencies", title = "connections", stat = "Maximum", metrics = ["DatabaseConnections"] },
        { section = "capacity", title = "CPU, percent", stat = "Maximum", metrics = ["CPUUtilization"] },
        { section = "capacity", title = "free memory, bytes", stat = "Minimum", metrics = ["FreeableMemory"] },
      ]
    }

    # Of the whole account, once billing alerts are on.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
    account = {
      title     = "Account"
      namespace = "AWS/Billing"
      region    = "us-east-1"
      things    = var.account_charges ? { month = { Currency = "USD" } } : {}
      charts = [
        { section = "cost", title = "this month, USD", stat = "Maximum", metrics = ["EstimatedCharges"] },
      ]
    }
  }
}
