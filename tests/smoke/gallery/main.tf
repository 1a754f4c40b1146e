# Every example of every module, applied in one run: the provider's fixed waits overlap instead of adding up.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      CostCenter  = "gallery"
      Environment = "gallery"
      Service     = "gallery"
    }
  }
}

module "platform_complete" {
  source = "../../../modules/blueprints/platform/examples/complete"
}

output "platform_complete" {
  value = module.platform_complete
}

module "platform_minimal" {
  source = "../../../modules/blueprints/platform/examples/minimal"
}

output "platform_minimal" {
  value = module.platform_minimal
}

module "container_registry_complete" {
  source = "../../../modules/compute/container-registry/examples/complete"
}

output "container_registry_complete" {
  value = module.container_registry_complete
}

module "container_registry_minimal" {
  source = "../../../modules/compute/container-registry/examples/minimal"
}

output "container_registry_minimal" {
  value = module.container_registry_minimal
}

module "ecs_cluster_complete" {
  source = "../../../modules/compute/ecs-cluster/examples/complete"
}

output "ecs_cluster_complete" {
  value = module.ecs_cluster_complete
}

module "ecs_cluster_minimal" {
  source = "../../../modules/compute/ecs-cluster/examples/minimal"
}

output "ecs_cluster_minimal" {
  value = module.ecs_cluster_minimal
}

module "ecs_service_complete" {
  source = "../../../modules/compute/ecs-service/examples/complete"
}

output "ecs_service_complete" {
  value = module.ecs_service_complete
}

module "ecs_service_minimal" {
  source = "../../../modules/compute/ecs-service/examples/minimal"
}

output "ecs_service_minimal" {
  value = module.ecs_service_minimal
}

module "dynamodb_table_complete" {
  source = "../../../modules/data/dynamodb-table/examples/complete"
}

output "dynamodb_table_complete" {
  value = module.dynamodb_table_complete
}

module "dynamodb_table_minimal" {
  source = "../../../modules/data/dynamodb-table/examples/minimal"
}

output "dynamodb_table_minimal" {
  value = module.dynamodb_table_minimal
}

module "dynamodb_table_provisioned" {
  source = "../../../modules/data/dynamodb-table/examples/provisioned"
}

output "dynamodb_table_provisioned" {
  value = module.dynamodb_table_provisioned
}

module "s3_bucket_complete" {
  source = "../../../modules/data/s3-bucket/examples/complete"
}

output "s3_bucket_complete" {
  value = module.s3_bucket_complete
}

module "s3_bucket_minimal" {
  source = "../../../modules/data/s3-bucket/examples/minimal"
}

output "s3_bucket_minimal" {
  value = module.s3_bucket_minimal
}

module "event_bus_complete" {
  source = "../../../modules/messaging/event-bus/examples/complete"
}

output "event_bus_complete" {
  value = module.event_bus_complete
}

module "event_bus_minimal" {
  source = "../../../modules/messaging/event-bus/examples/minimal"
}

output "event_bus_minimal" {
  value = module.event_bus_minimal
}

module "event_rule_complete" {
  source = "../../../modules/messaging/event-rule/examples/complete"
}

output "event_rule_complete" {
  value = module.event_rule_complete
}

module "event_rule_minimal" {
  source = "../../../modules/messaging/event-rule/examples/minimal"
}

output "event_rule_minimal" {
  value = module.event_rule_minimal
}

module "sns_topic_complete" {
  source = "../../../modules/messaging/sns-topic/examples/complete"
}

output "sns_topic_complete" {
  value = module.sns_topic_complete
}

module "sns_topic_fifo" {
  source = "../../../modules/messaging/sns-topic/examples/fifo"
}

output "sns_topic_fifo" {
  value = module.sns_topic_fifo
}

module "sns_topic_minimal" {
  source = "../../../modules/messaging/sns-topic/examples/minimal"
}

output "sns_topic_minimal" {
  value = module.sns_topic_minimal
}

module "sqs_queue_complete" {
  source = "../../../modules/messaging/sqs-queue/examples/complete"
}

output "sqs_queue_complete" {
  value = module.sqs_queue_complete
}

module "sqs_queue_fifo" {
  source = "../../../modules/messaging/sqs-queue/examples/fifo"
}

output "sqs_queue_fifo" {
  value = module.sqs_queue_fifo
}

module "sqs_queue_minimal" {
  source = "../../../modules/messaging/sqs-queue/examples/minimal"
}

output "sqs_queue_minimal" {
  value = module.sqs_queue_minimal
}

module "alb_service_complete" {
  source = "../../../modules/network/alb-service/examples/complete"
}

output "alb_service_complete" {
  value = module.alb_service_complete
}

module "alb_service_minimal" {
  source = "../../../modules/network/alb-service/examples/minimal"
}

output "alb_service_minimal" {
  value = module.alb_service_minimal
}

module "alb_complete" {
  source = "../../../modules/network/alb/examples/complete"
}

output "alb_complete" {
  value = module.alb_complete
}

module "alb_minimal" {
  source = "../../../modules/network/alb/examples/minimal"
}

output "alb_minimal" {
  value = module.alb_minimal
}

module "vpc_complete" {
  source = "../../../modules/network/vpc/examples/complete"
}

output "vpc_complete" {
  value = module.vpc_complete
}

module "vpc_minimal" {
  source = "../../../modules/network/vpc/examples/minimal"
}

output "vpc_minimal" {
  value = module.vpc_minimal
}

module "kms_key_complete" {
  source = "../../../modules/operations/kms-key/examples/complete"
}

output "kms_key_complete" {
  value = module.kms_key_complete
}

module "kms_key_minimal" {
  source = "../../../modules/operations/kms-key/examples/minimal"
}

output "kms_key_minimal" {
  value = module.kms_key_minimal
}

module "lambda_function_complete" {
  source = "../../../modules/serverless/lambda-function/examples/complete"
}

output "lambda_function_complete" {
  value = module.lambda_function_complete
}

module "lambda_function_minimal" {
  source = "../../../modules/serverless/lambda-function/examples/minimal"
}

output "lambda_function_minimal" {
  value = module.lambda_function_minimal
}

module "rest_api_complete" {
  source = "../../../modules/serverless/rest-api/examples/complete"
}

output "rest_api_complete" {
  value = module.rest_api_complete
}

module "rest_api_minimal" {
  source = "../../../modules/serverless/rest-api/examples/minimal"
}

output "rest_api_minimal" {
  value = module.rest_api_minimal
}

module "rest_api_openapi" {
  source = "../../../modules/serverless/rest-api/examples/openapi"
}

output "rest_api_openapi" {
  value = module.rest_api_openapi
}
