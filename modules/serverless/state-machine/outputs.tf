locals {
  callee_arn = var.alias == null ? aws_sfn_state_machine.this.arn : one(aws_sfn_alias.this[*].arn)

  # Step Functions asks for the state machine's ARN whatever is started; the alias is in a condition.
  # https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
  through_alias = [
    for name in aws_sfn_alias.this[*].name :
    { test = "StringEquals", variable = "states:StateMachineQualifier", values = [name] }
  ]

  # Reading what the key encrypts needs the key.
  # https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
  key = [
    for key in [var.kms_key] : {
      actions   = ["kms:Decrypt"]
      resources = [key.arn]
      conditions = [{
        test     = "StringEquals"
        variable = "kms:EncryptionContext:aws:states:stateMachineArn"
        values   = [aws_sfn_state_machine.this.arn]
      }]
    } if key != null
  ]

  start = [{
    actions    = ["states:StartExecution"]
    resources  = [aws_sfn_state_machine.this.arn]
    conditions = local.through_alias
  }]
  standard = local.express ? [] : [local.execution_arn]
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "alias" {
  description = "Name of the alias that callers start, null without one."
  value       = one(aws_sfn_alias.this[*].name)
}

output "arn" {
  description = "ARN to start: the alias's, or without an alias the state machine's."
  value       = local.callee_arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `start`, `start_sync` (start and wait for the answer, Express), and for Standard
    `read` (executions and their history), `redrive` (let a failed one go on from where it failed), `respond` (to
    tasks that wait for a token), `run` (start and wait, for another state machine's `.sync:2`) and `stop`.
    Those that the type does not have are empty.
  EOT
  value = {
    read = concat(
      [{
        actions    = concat(["states:DescribeStateMachine"], local.express ? [] : ["states:ListExecutions"])
        resources  = [aws_sfn_state_machine.this.arn]
        conditions = []
      }],
      [
        for arn in local.standard :
        {
          actions = [
            "states:DescribeExecution",
            "states:DescribeStateMachineForExecution",
            "states:GetExecutionHistory",
          ]
          resources  = ["${arn}:*"]
          conditions = []
        }
      ],
      local.key,
    )
    redrive = [
      for arn in local.standard : { actions = ["states:RedriveExecution"], resources = ["${arn}:*"], conditions = [] }
    ]
    respond = [
      for arn in local.standard :
      {
        actions    = ["states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"]
        resources  = [aws_sfn_state_machine.this.arn]
        conditions = []
      }
    ]

    # Step Functions hears of the end through a rule of its own.
    # https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
    run = local.express ? [] : concat(local.start, [
      {
        actions    = ["states:DescribeExecution", "states:StopExecution"]
        resources  = ["${local.execution_arn}:*"]
        conditions = []
      },
      {
        actions = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]
        resources = [
          "arn:${data.aws_partition.this.partition}:events:${local.arn_suffix}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        ]
        conditions = []
      },
    ], local.key)

    start = local.start
    start_sync = (
      local.express ?
      [{
        actions    = ["states:StartSyncExecution"]
        resources  = [aws_sfn_state_machine.this.arn]
        conditions = local.through_alias
      }] :
      []
    )
    stop = [
      for arn in local.standard : { actions = ["states:StopExecution"], resources = ["${arn}:*"], conditions = [] }
    ]
  }
}

output "log_group_name" {
  description = "Name of the log group, null without logs."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "machine_arn" {
  description = "ARN of the state machine, without alias."
  value       = aws_sfn_state_machine.this.arn
}

output "name" {
  description = "Name of the state machine."
  value       = aws_sfn_state_machine.this.name
}

output "role_name" {
  description = "Name of the state machine's role."
  value       = aws_iam_role.this.name
}

output "type" {
  description = "`STANDARD` or `EXPRESS`."
  value       = var.type
}

output "version" {
  description = <<-EOT
    Number of the version last published, null without an alias.
    It is what `alias.canary.stable_version` names in the next release.
  EOT
  value = (
    var.alias == null ? null : element(reverse(split(":", aws_sfn_state_machine.this.state_machine_version_arn)), 0)
  )
}
