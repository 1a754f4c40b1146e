module "function" {
  source = "../../../../modules/serverless/lambda-function"

  # name is "shop.users": write 1 to 64 letters
  name = "shop.users"
  # alarm_duration_percent is 100: write a percentage of the timeout
  alarm_duration_percent = 100
  # alarm_error_percent is 100: write a percentage of the calls
  alarm_error_percent = 100
  # alarm_iterator_age_seconds is 0: write 1 second or more
  alarm_iterator_age_seconds = 0
  # alias.canary.percent is 100: write more than 0 and less than 100
  # alias.canary.stable_version is "$LATEST": write the number of the version
  # alias.name is "42": write letters, digits
  alias = { name = "42", canary = { stable_version = "$LATEST", percent = 100 } }
  # architecture is "arm": write "arm64" or "x86_64"
  architecture = "arm"
  # asynchronous.max_age_seconds is 30: write 60 to 21600 seconds
  # asynchronous.retries is 3: write 0, 1 or 2
  asynchronous = { retries = 3, max_age_seconds = 30 }
  # description has 257 characters: Lambda keeps 256, write fewer
  description = join("", [for number in range(257) : "x"])
  # environment holds 1ST, AWS_REGION: Lambda sets AWS_REGION, AWS_ACCESS_KEY_ID and the like itself, write
  # environment holds 1ST, AWS_REGION: write names of at least two letters
  environment = { "1ST" = "first", AWS_REGION = "eu-west-1" }
  image       = local.image
  # invokers holds every rule: the names become statement ids, write letters
  # invokers holds the services ["events.amazonaws.com"]: write short names
  invokers = {
    "every rule" = {
      service    = "events.amazonaws.com"
      source_arn = "arn:aws:events:eu-west-1:000000000000:rule/refusals"
    }
  }
  # There are 6 layers: Lambda takes 5, write fewer
  layers = [for number in range(6) : "arn:aws:lambda:eu-west-1:000000000000:layer:refusals:${number}"]
  # log.format is "XML": write "JSON" or "Text"
  # log.level is "LOUD": write "TRACE"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log = { format = "XML", level = "LOUD", retention_days = 31 }
  # memory_mb is 64: write a whole number from 128 to 10240
  memory_mb = 64
  # network holds no subnet or no security group: write at least one of each
  network = { subnet_ids = [], security_group_ids = [] }
  # reserved_concurrency is -2: write the most calls at a time
  reserved_concurrency = -2
  # runtime is "python3.7": write one that AWS maintains
  runtime = "python3.7"
  # storage_mb is 511: write a whole number from 512 to 10240
  storage_mb = 511
  # timeout_seconds is 901: write a whole number from 1 to 900
  timeout_seconds = 901
  # url.authorization is "PASSWORD": write "AWS_IAM", or "NONE"
  # url.cors allows credentials to every origin: write the origins that may send them
  url = { authorization = "PASSWORD", cors = { origins = ["*"], credentials = true } }
}

module "function_package" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "users.api.handler"
  # file_system.path is "/models": write a folder right under /mnt
  file_system = {
    access_point = {
      arn             = "arn:aws:elasticfilesystem:eu-west-1:000000000000:access-point/fsap-0"
      file_system_arn = "arn:aws:elasticfilesystem:eu-west-1:000000000000:file-system/fs-0"
    }
    path = "/models"
  }
  # There is no file "users.zip": build the package first
  package = { path = "users.zip" }
  # provisioned_concurrency is 0.5: write a whole number
  provisioned_concurrency = 0.5
}

module "function_event_sources" {
  source = "../../../../modules/serverless/lambda-function"

  name  = "refusals"
  image = local.image
  # In event_sources, write max_retries from 0 to 10000
  # Of both, concurrent, slow, some event source has none or several of queue, stream, table_stream and topic: write
  # Of both, concurrent, slow, some queue has on_failure, max_retries or max_age_seconds: they are for streams, write dead_letter
  # Of both, concurrent, slow, some queue's batch_size is above 10: SQS hands out 10 messages at a time, so also write batch_window_seconds
  # The batch_size of concurrent is 100, slow is 10001: write 1 to 10000
  # The batch_window_seconds of both is 0, concurrent is 0, slow is 301: write 0 to 300 seconds
  # The max_concurrency of concurrent is 1: write 2 to 1000, for queues only
  # The parallelization of both is 1, concurrent is 1, slow is 11: write 1 to 10
  # Of both, concurrent, slow, some source has tumbling_window_seconds and parallelization: a window is counted by one call
  # The tumbling_window_seconds of slow is 901: write 1 to 900, for streams only
  # The starting_position of both is "TRIM_HORIZON", concurrent is "TRIM_HORIZON", slow is "NOW": write "TRIM_HORIZON"
  # filters of slow: write up to 10 event patterns in JSON
  event_sources = {
    both       = { queue = local.queue, stream = local.stream, max_retries = 1 }
    concurrent = { queue = local.queue, batch_size = 100, max_concurrency = 1 }
    slow = {
      stream               = local.stream
      batch_size           = 10001
      batch_window_seconds = 301
      filters              = ["not json"]
      max_age_seconds      = 30
      parallelization      = 11
      starting_position    = "NOW"

      tumbling_window_seconds = 901
    }
  }
  # provisioned_concurrency_scaling.utilization_percent is 100: write 10 to 90
  provisioned_concurrency_scaling = { max = 2, utilization_percent = 100 }
}

module "function_role" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "users.api.handler"
  # package has bucket, key, path, version: write a path, a path and the bucket it goes through
  package = { bucket = { name = "artifacts" }, key = "users.zip", path = "main.tf", version = "1" }
  # managed_policies is {"all":"AdministratorAccess"}: write up to 10 ARNs of policies
  managed_policies = { all = "AdministratorAccess" }
}

module "function_released" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "users.api.handler"
  package = { bucket = { name = "artifacts" }, key = "users.zip" }
  # released_by is "somebody": write "terraform" or "pipeline"
  released_by = "somebody"
  # role is {"arn":"users"}: write the ARN of a role
  role = { arn = "users" }
}

module "function_topic" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "users.api.handler"
  package = { bucket = { name = "artifacts" }, key = "users.zip" }
  # event_sources has topic without consumer_group, or consumer_group without topic, in orders: write both
  event_sources = {
    orders = {
      topic = {
        cluster_arn = "arn:aws:kafka:eu-west-1:000000000000:cluster/shop/0"
        name        = "orders"
        grants      = { consume = [] }
      }
    }
  }
}
