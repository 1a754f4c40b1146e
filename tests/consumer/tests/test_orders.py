"""What the team tests of its environment, on a local AWS of the run's own."""


def test_an_order_is_kept(local_aws, applied, eventually):
    orders = applied("infrastructure/dev")
    table = local_aws.client("dynamodb")
    table.put_item(TableName=orders.outputs["table"], Item={"id": {"S": "1"}})
    assert eventually(lambda: table.scan(TableName=orders.outputs["table"])["Items"], seconds=5)
    assert orders.plans_empty()
    assert applied("infrastructure/dev") is orders  # once in a run
    assert "dynamodb/table/orders" in "\n".join(local_aws.inventory())


def test_the_api_answers(applied, driven):
    assert driven("GET", applied("infrastructure/dev").outputs["url"], "/orders").status == 404
