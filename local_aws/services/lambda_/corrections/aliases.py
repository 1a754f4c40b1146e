"""Lambda's aliases: where the engine differs from AWS."""

import random
import threading
from typing import Any

from ministack.services import lambda_svc

from local_aws.corrections import correction

_reading = threading.local()


class _Alias(dict[str, Any]):
    """An alias that names, each time it is called, the version that this call reaches."""

    def get(self, key: str, default: Any = None) -> Any:
        weights = super().get("RoutingConfig", {}).get("AdditionalVersionWeights", {})
        if key != "FunctionVersion" or not weights or getattr(_reading, "now", False):
            return super().get(key, default)
        (version, weight), *_ = weights.items()  # AWS takes one
        return version if random.random() < weight else super().get(key, default)


@correction
def weighted_aliases() -> None:
    """AWS: a call through a weighted alias reaches one of its two versions by chance. MiniStack: the first.

    https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
    """
    create = lambda_svc._create_alias

    def create_alias(function: str, data: Any) -> Any:
        answer = create(function, data)
        if answer[0] == 201:
            aliases = lambda_svc._functions[function]["aliases"]
            aliases[data["Name"]] = _Alias(aliases[data["Name"]])
        return answer

    def without_chance(read: Any) -> Any:
        def reading(*args: Any) -> Any:
            _reading.now = True
            try:
                return read(*args)
            finally:
                _reading.now = False

        return reading

    lambda_svc._create_alias = create_alias
    lambda_svc._get_function = without_chance(lambda_svc._get_function)
    lambda_svc._get_function_config = without_chance(lambda_svc._get_function_config)


@correction
def concurrency_of_aliases() -> None:
    """AWS: reserved concurrency is the function's, whatever version is called. MiniStack: $LATEST's.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    """
    reserved = lambda_svc._reserved_concurrency

    def reserved_for_all(func: Any, config: Any) -> Any:
        return reserved(lambda_svc._functions.get(config.get("FunctionName")) or func, config)

    lambda_svc._reserved_concurrency = reserved_for_all
