"""Spot: where the engine differs from AWS."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.spot_instances import SpotInstances

from local_aws.corrections import correction

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html
_PRODUCTS = ("Linux/UNIX", "SUSE Linux", "Windows")


@correction
def spot_prices_of_products() -> None:
    """AWS: has a price for each product, and finds it by product and by zone. moto: has one, finds none by
    its product, and overlooks the zone.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html
    """
    history = SpotInstances.describe_spot_price_history

    def describe_spot_price_history(self: Any) -> ActionResult:
        filters = self._filters_from_querystring()
        if zone := self._get_param("AvailabilityZone"):
            filters["availability-zone"] = [zone]
        products = [*filters.pop("product-description", []), *self._get_param("ProductDescriptions", [])]
        # The engine reads the filters again.
        self._filters_from_querystring = lambda *_: filters
        prices = history(self).result["SpotPriceHistory"]
        asked = [each.removesuffix(" (Amazon VPC)") for each in products] or list(_PRODUCTS)
        of_products = [
            price | {"ProductDescription": product}
            for price in prices
            for product in dict.fromkeys(asked)
            if product in _PRODUCTS
        ]
        return ActionResult({"SpotPriceHistory": of_products})

    SpotInstances.describe_spot_price_history = describe_spot_price_history
