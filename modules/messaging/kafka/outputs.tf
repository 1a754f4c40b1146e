# Kafka's own rights, which MSK checks by IAM.
# https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
locals {
  topic_prefix = replace(local.arn, ":cluster/", ":topic/")
  group_prefix = replace(local.arn, ":cluster/", ":group/")

  connect = [
    {
      actions    = ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"]
      resources  = [local.arn]
      conditions = []
    },
  ]
  # What Lambda and EventBridge Pipes ask of MSK itself.
  # https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
  look = [
    {
      actions    = ["kafka:DescribeCluster", "kafka:DescribeClusterV2"]
      resources  = [local.arn]
      conditions = []
    },
    { actions = ["kafka:GetBootstrapBrokers"], resources = ["*"], conditions = [] }, # which AWS knows no resource of
  ]
  produce = [{ actions = ["kafka-cluster:WriteDataIdempotently"], resources = [local.arn], conditions = [] }]

  # By topic; "*" is all of them.
  grants = {
    for topic, groups in merge({ "*" = ["*"] }, { for name, topic in var.topics : name => topic.groups }) : topic => {
      consume = concat(local.connect, local.look, [
        {
          actions    = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"]
          resources  = ["${local.topic_prefix}/${topic}"]
          conditions = []
        },
        {
          actions    = ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"]
          resources  = [for group in groups : "${local.group_prefix}/${group}"]
          conditions = []
        },
      ])
      write = concat(local.connect, local.produce, [
        {
          actions    = ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"]
          resources  = ["${local.topic_prefix}/${topic}"]
          conditions = []
        },
      ])
    }
  }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.offline : "offline-partitions" => alarm.arn },
    { for broker, alarm in aws_cloudwatch_metric_alarm.disk : "disk-${broker}" => alarm.arn },
    { for consumer, alarm in aws_cloudwatch_metric_alarm.lag : "lag-${consumer}" => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the cluster."
  value       = local.arn
}

output "bootstrap_brokers" {
  description = "Addresses that clients begin with, for IAM over TLS: `host:port`, separated by commas."
  value       = local.brokers
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `administer` (make, change and delete topics), `consume` and `write` of all topics.
    Those of one topic are in `topics`.
  EOT
  value = {
    administer = concat(local.connect, [
      {
        actions = [
          "kafka-cluster:AlterTopic",
          "kafka-cluster:AlterTopicDynamicConfiguration",
          "kafka-cluster:CreateTopic",
          "kafka-cluster:DeleteTopic",
          "kafka-cluster:DescribeTopic",
          "kafka-cluster:DescribeTopicDynamicConfiguration",
        ]
        resources  = ["${local.topic_prefix}/*"]
        conditions = []
      },
    ])
    consume = local.grants["*"].consume
    write   = local.grants["*"].write
  }
}

output "log_group_name" {
  description = "Name of the log group of the brokers, null for a serverless cluster, which writes none."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "name" {
  description = "Name of the cluster."
  value       = var.name
}

output "security_group_id" {
  description = "Security group of the cluster."
  value       = aws_security_group.this.id
}

output "topics" {
  description = <<-EOT
    Each of `topics`, with `cluster_arn`, `name` and its own `grants`, `consume` and `write`. A function reads one with
    `event_sources = { orders = { topic = module.kafka.topics.orders } }`, a pipe with `from = { topic = … }`.
  EOT
  value = {
    for name in keys(var.topics) : name => { cluster_arn = local.arn, grants = local.grants[name], name = name }
  }
}
