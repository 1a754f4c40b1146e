# What the validation of `grants` goes by. Nothing here may refer to it: a validation waits for what it refers to.
locals {
  # What AWS knows no resource for, so that a statement about it can only say "*".
  # https://docs.aws.amazon.com/service-authorization/latest/reference/
  unscoped_actions = concat(tolist(var.unscoped_actions), [
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
    "cloudwatch:PutMetricData",
    "ecr:GetAuthorizationToken",
    "ecs:DescribeTaskDefinition",
    "ecs:DiscoverPollEndpoint",
    "ecs:RegisterTaskDefinition",
    "kafka:GetBootstrapBrokers",
    "logs:DescribeLogGroups",
    "secretsmanager:GetRandomPassword",
    "servicediscovery:DiscoverInstances",
    "servicediscovery:DiscoverInstancesRevision",
    "servicediscovery:UpdateInstanceCustomHealthStatus",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
    "sts:GetCallerIdentity",
    "xray:BatchGetTraces",
    "xray:GetGroups",
    "xray:GetInsightSummaries",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetServiceGraph",
    "xray:GetTraceGraph",
    "xray:GetTraceSummaries",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ])

  # By the service of an action: what to write instead of a wildcard.
  instead = {
    appsync          = "grants.query, mutate or subscribe of serverless/graphql-api"
    cloudfront       = "grants.invalidate of edge/cdn"
    dax              = "grants.read, write, read_write or scan of data/dax"
    dynamodb         = "grants.read, write, read_write, scan, stream or export of data/dynamodb-table"
    ecr              = "grants.pull or push of compute/container-registry"
    ecs              = "grants.run_tasks of compute/ecs-cluster, or grants.release of compute/ecs-service"
    eks              = "grants.describe of compute/eks-cluster"
    elasticache      = "grants.connect_<user> of data/elasticache"
    events           = "grants.publish or replay of messaging/event-bus"
    execute-api      = "grants.invoke of serverless/rest-api, http-api or websocket-api"
    firehose         = "grants.put of messaging/firehose"
    kinesis          = "grants.write or consume of messaging/kinesis-stream"
    kinesisanalytics = "grants.operate of messaging/flink-application"
    kms              = "grants.encrypt, decrypt or encrypt_decrypt of operations/kms-key"
    lambda           = "grants.invoke or invoke_url of serverless/lambda-function"
    pipes            = "grants.control of messaging/pipe"
    rds-data         = "grants.data_api of data/aurora"
    rds-db           = "grants.connect_<user> of data/rds or data/aurora"
    route53          = "grants.read or change of discovery/private-dns"
    s3               = "grants.read, write, read_write, list or delete of data/s3-bucket"
    schemas          = "grants.read of messaging/event-schemas"
    secretsmanager   = "grants.read, write or rotate of operations/secret"
    servicediscovery = "grants.discover, register or report_health of discovery/cloud-map-service"
    sns              = "grants.publish of messaging/sns-topic"
    sqs              = "grants.send, consume or redrive of messaging/sqs-queue"
    ssm              = "grants.read of discovery/service-parameters"
    states           = "grants.start, run, read, respond, redrive or stop of serverless/state-machine"
    sts              = "grants.assume of operations/iam-role"
    vpc-lattice-svcs = "grants.invoke of discovery/lattice-service"
  }

  # A resource that is everything, or everything of its kind: "*", "arn:aws:s3:::*", "arn:aws:sqs:*:*:*",
  # "arn:aws:dynamodb:eu-west-1:123456789012:table/*". What is within one resource is not: "…:table/orders/*".
  everything = "^(\\*|(arn:[^:]*:[^:]*:[^:]*:[^:]*:)([a-zA-Z-]+[:/])?\\*+(:\\*)?)$"

  # What an action looks like that is written in full.
  whole = "^[a-z0-9-]+:[A-Za-z0-9]+$"
}
