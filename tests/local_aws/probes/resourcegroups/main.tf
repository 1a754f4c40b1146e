resource "aws_resourcegroups_group" "this" {
  name = "probe"
  tags = { team = "probe" }

  resource_query {
    query = jsonencode({
      ResourceTypeFilters = ["AWS::AllSupported"]
      TagFilters          = [{ Key = "service", Values = ["probe"] }]
    })
  }
}
