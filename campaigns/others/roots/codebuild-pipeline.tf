resource "aws_s3_bucket" "this" {
  bucket_prefix = "pipeline-"
  force_destroy = true
}
resource "aws_iam_role" "this" {
  name = "pipeline"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["codebuild.amazonaws.com", "codepipeline.amazonaws.com"] }
    }]
  })
}
resource "aws_codecommit_repository" "this" {
  repository_name = "app"
  description     = "app"
}
resource "aws_codebuild_project" "this" {
  name          = "app"
  build_timeout = 5
  service_role  = aws_iam_role.this.arn
  artifacts {
    type = "CODEPIPELINE"
  }
  cache {
    type  = "LOCAL"
    modes = ["LOCAL_DOCKER_LAYER_CACHE"]
  }
  environment {
    compute_type                = "BUILD_GENERAL1_SMALL"
    image                       = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type                        = "LINUX_CONTAINER"
    image_pull_credentials_type = "CODEBUILD"
    environment_variable {
      name  = "A"
      value = "b"
    }
  }
  logs_config {
    cloudwatch_logs {
      group_name = "builds"
    }
  }
  source {
    type      = "CODEPIPELINE"
    buildspec = "version: 0.2"
  }
}
resource "aws_codestarconnections_connection" "this" {
  name          = "github"
  provider_type = "GitHub"
}
resource "aws_codepipeline" "this" {
  name     = "app"
  role_arn = aws_iam_role.this.arn
  artifact_store {
    location = aws_s3_bucket.this.bucket
    type     = "S3"
  }
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeCommit"
      version          = "1"
      output_artifacts = ["source"]
      configuration = {
        RepositoryName = aws_codecommit_repository.this.repository_name
        BranchName     = "main"
      }
    }
  }
  stage {
    name = "Build"
    action {
      name            = "Build"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["source"]
      configuration   = { ProjectName = aws_codebuild_project.this.name }
    }
  }
}
