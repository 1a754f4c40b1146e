# Other VPCs and accounts connect through endpoints of their own, without peering and with overlapping ranges.
# https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
resource "aws_vpc_endpoint_service" "this" {
  #checkov:skip=CKV_AWS_123: each connection is accepted by hand unless the caller says otherwise
  count = var.endpoint_service == null ? 0 : 1

  acceptance_required = var.endpoint_service.acceptance_required
  allowed_principals = [
    for caller in values(var.endpoint_service.callers) :
    coalesce(caller.role_arn,
    "arn:${data.aws_partition.this.partition}:iam::${coalesce(caller.account_id, "-")}:root")
  ]
  network_load_balancer_arns = [aws_lb.this.arn]
  private_dns_name           = var.endpoint_service.private_dns_name

  tags = merge(var.tags, { Name = var.name })
}
