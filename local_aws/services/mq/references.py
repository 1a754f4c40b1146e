"""Amazon MQ: brokers are in networks.

https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html
"""

from local_aws.references import networks
from local_aws.references.rules import all_of, moto


def placed() -> networks.Placed:
    for broker in all_of(moto("mq").brokers):
        yield broker.id, [broker.security_groups, broker.subnet_ids]
