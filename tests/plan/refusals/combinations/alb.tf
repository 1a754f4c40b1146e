module "alb" {
  source = "../../../../modules/network/alb"

  name        = "refusals"
  certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
  internal    = true
  # network has 1 such subnets: a load balancer is in two zones at least, write a network that has them
  network = {
    id                 = "vpc-0"
    cidr               = "10.0.0.0/16"
    private_subnet_ids = { a = "subnet-a" }
    public_subnet_ids  = { a = "subnet-1", b = "subnet-2" }
  }
}
