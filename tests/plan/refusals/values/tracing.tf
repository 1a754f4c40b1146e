module "tracing" {
  source = "../../../../modules/operations/tracing"

  # name is "an-environment-that-is-long": write 1 to 20 letters
  name = "an-environment-that-is-long"
  # collector_image is "collector:latest": write an image with a version
  collector_image = "collector:latest"
  # groups holds ["has space"]: write names of 1 to 11 letters
  groups = { "has space" = { filter = "fault = true" } }
  # indexed is ["has space"]: write up to 50 names
  indexed = ["has space"]
  # layer_arn is "arn:aws:lambda:eu-west-1:000000000000:layer:otel": write the ARN of a version of a layer
  layer_arn = "arn:aws:lambda:eu-west-1:000000000000:layer:otel"
  # sampling holds ["has space"]: write names of 1 to 11 letters
  sampling = { "has space" = { priority = 1 } }
}

module "tracing_priorities" {
  source = "../../../../modules/operations/tracing"

  name = "refusals"
  # sampling holds the priorities [1,1]: write another one of 1 to 9999
  sampling = { one = { priority = 1 }, two = { priority = 1 } }
}

module "tracing_percent" {
  source = "../../../../modules/operations/tracing"

  name = "refusals"
  # sampling takes [[1,101]]: write whole numbers of 0 or more
  sampling = { one = { priority = 1, percent = 101 } }
}

module "tracing_attributes" {
  source = "../../../../modules/operations/tracing"

  name = "refusals"
  # sampling holds the attributes [{"a":"1","b":"1","c":"1","d":"1","e":"1","f":"1"}]: write 5 at most
  sampling = { one = { priority = 1, attributes = { for name in ["a", "b", "c", "d", "e", "f"] : name => "1" } } }
}

module "collected_function" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "main.handler"
  package = { path = "main.tf" }
  # collector is {"config":null,"image":null,"layer_arn":null,"wrapper":"/opt/otel-instrument"}: write a layer_arn
  collector = {}
}

module "collected_service" {
  source = "../../../../modules/compute/ecs-service"

  name    = "refusals"
  cluster = local.cluster
  image   = "busybox:1"
  network = local.network
  # collector is {"config":null,"image":null,"layer_arn":null,"wrapper":"/opt/otel-instrument"}: write an image
  collector = {}
}
