resource "aws_apprunner_service" "this" {
  service_name = "probe"
  tags         = { team = "probe" }

  source_configuration {
    auto_deployments_enabled = false

    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:latest"
      image_repository_type = "ECR_PUBLIC"

      image_configuration {
        port = "8000"
      }
    }
  }
}

resource "aws_apprunner_connection" "this" {
  connection_name = "probe"
  provider_type   = "GITHUB"
}
