resource "aws_elastic_beanstalk_application" "this" {
  name = "app"
}
