module "layer" {
  source = "../../../../modules/serverless/lambda-layer"

  # name is "has space": write 1 to 100 letters
  name = "has space"
  # architectures is ["arm"]: write "arm64"
  architectures = ["arm"]
  # callers is {"a b":{"account_id":null,"organization_id":null}}: write exactly one of account_id
  # callers holds a b: the names become statement ids, write letters
  callers = { "a b" = {} }
  # description has 257 characters: write at most 256
  description = join("", [for _ in range(257) : "a"])
  # license has 513 characters: write one line
  license = join("", [for _ in range(513) : "a"])
  # There is no file "layer.zip": build the package first
  package = { path = "layer.zip" }
  # There are 16 runtimes: Lambda takes 15, write fewer
  # runtimes is ["has space",
  runtimes = concat(["has space"], [for _ in range(15) : "python3.13"])
}

module "layer_package" {
  source = "../../../../modules/serverless/lambda-layer"

  name = "refusals"
  # There are 2 callers: write 1, for several accounts their organization
  callers = { a = { account_id = "111122223333" }, b = { account_id = "444455556666" } }
  # package has key: write a path, a path and the bucket it goes through
  package = { key = "layer.zip" }
}
