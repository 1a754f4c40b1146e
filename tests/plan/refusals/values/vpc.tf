module "network" {
  source = "../../../../modules/network/vpc"

  # name is "shop prod": write 1 to 39 letters
  name = "shop prod"
  # availability_zones is ["eu-west-1a","b"]: write the zones' letters alone
  availability_zones = ["eu-west-1a", "b"]
  # cidr is "10.0.0.0/8": write an IPv4 range of /16 to /20
  cidr = "10.0.0.0/8"
  # endpoint_accounts is ["1234"]: write account ids of 12 digits
  endpoint_accounts = ["1234"]
  # flow_logs.traffic is "DROP": write "ALL"
  # flow_logs.retention_days is 8: CloudWatch Logs keeps for 1, 3, 5, 7
  flow_logs = { traffic = "DROP", retention_days = 8 }
  # gateway_endpoints is ["sqs"]: only "s3" and "dynamodb" have gateway endpoints, write others in interface_endpoints
  gateway_endpoints = ["sqs"]
  # interface_endpoints is ["com.amazonaws.eu-west-1.sqs","s3"]: write services' short names
  # interface_endpoints is ["com.amazonaws.eu-west-1.sqs","s3"]: write "s3" and "dynamodb" in gateway_endpoints
  interface_endpoints = ["com.amazonaws.eu-west-1.sqs", "s3"]
  # nat is "instance": write "per-zone"
  nat = "instance"
}

module "network_zones" {
  source = "../../../../modules/network/vpc"

  name = "refusals"
  # availability_zones is ["a","a","b","c","d","e","f"]: write each letter once
  # availability_zones is ["a","a","b","c","d","e","f"]: write 2 to 6 letters
  availability_zones = ["a", "a", "b", "c", "d", "e", "f"]
  # cidr is "10.0.1.0/16", which is not where its range begins: write "10.0.0.0/16"
  cidr = "10.0.1.0/16"
}
