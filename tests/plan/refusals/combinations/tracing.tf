module "collected_function" {
  source = "../../../../modules/serverless/lambda-function"

  name    = "refusals"
  handler = "main.handler"
  layers  = [for number in range(5) : "arn:aws:lambda:eu-west-1:000000000000:layer:one:${number}"]
  package = { path = "main.tf" }
  # collector is set together with 5 layers: it is one of 5 layers, write 4 others at most
  collector = { layer_arn = "arn:aws:lambda:eu-west-1:000000000000:layer:otel:1" }
}
