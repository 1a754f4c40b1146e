resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_ram_resource_share" "this" {
  name                      = "probe"
  allow_external_principals = true
  tags                      = { team = "probe" }
}

resource "aws_ram_resource_association" "this" {
  resource_arn       = aws_subnet.this.arn
  resource_share_arn = aws_ram_resource_share.this.arn
}

resource "aws_ram_principal_association" "this" {
  principal          = "111122223333"
  resource_share_arn = aws_ram_resource_share.this.arn
}
