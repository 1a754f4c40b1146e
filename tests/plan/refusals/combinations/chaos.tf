module "chaos" {
  source = "../../../../modules/operations/chaos"

  name        = "refusals"
  stop_alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:users"]
  fail_zones  = { one = { network = { id = "vpc-0" }, zone = "eu-west-1a" } }
  # throttle_apis holds ["one"] and two experiments of different kinds have one name
  throttle_apis = {
    one = {
      operations = ["PutRecord"]
      role       = { arn = "arn:aws:iam::000000000000:role/refusals" }
      service    = "kinesis"
    }
  }
}
