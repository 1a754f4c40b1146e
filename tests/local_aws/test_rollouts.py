"""What the scheduler of ECS services does next, by what runs."""

import pytest

from local_aws.containers.rollouts import Member, breaks_at, decide


def tasks(text):
    """Members by their ids: the first letter is the deployment (a before b), the last one the state."""
    states = {"s": "starting", "h": "healthy", "f": "failing"}
    return [Member(each, each[0], states[each[-1]]) for each in text.split()]


@pytest.mark.parametrize(
    ("desired", "least", "most", "runs", "start", "stop"),
    [
        # The service is created, kept, scaled out and in.
        (2, 100, 200, "", 2, ""),
        (2, 100, 200, "b1s", 1, ""),
        (2, 100, 200, "b1h b2h", 0, ""),
        (3, 100, 200, "b1h b2h", 1, ""),
        (1, 100, 200, "b1h b2s b3h", 0, "b3h b2s"),
        (0, 100, 200, "b1h b2s", 0, "b1h b2s"),
        # A release: the new ones start beside the old ones, which stop once the new ones are healthy.
        (2, 100, 200, "a1h a2h", 2, ""),
        (2, 100, 200, "a1h a2h b1s b2s", 0, ""),
        (2, 100, 200, "a1h a2h b1h b2s", 0, "a1h"),
        (2, 100, 200, "a1h a2h b1h b2h", 0, "a1h a2h"),
        # In between: one more than desired, and one after the other.
        (2, 100, 150, "a1h a2h", 1, ""),
        (2, 100, 150, "a1h a2h b1s", 0, ""),
        (2, 100, 150, "a1h a2h b1h", 1, "a1h"),
        # Without room beside the old ones, they stop first, but never below the minimum.
        (2, 50, 100, "a1h a2h", 1, "a1h"),
        (2, 50, 100, "a2h b1s", 0, ""),
        (2, 0, 100, "a1h a2h", 2, "a1h a2h"),
        (1, 100, 100, "a1h", 0, ""),
        # What was starting, or is sick, of a release before is of no use.
        (2, 100, 200, "a1s a2f a3h", 2, "a1s a2f"),
        # A sick one stays until another has taken its place; without room for one it goes.
        (2, 100, 200, "b1h b2f", 1, ""),
        (2, 100, 200, "b1h b2f b3s", 0, ""),
        (2, 100, 200, "b1h b2f b3h", 0, "b2f"),
        (1, 100, 200, "b1f b2f", 1, "b1f b2f"),
        (2, 100, 100, "b1h b2f", 1, "b2f"),
        (1, 100, 200, "a1h b1f", 1, "b1f"),
    ],
)
def test_it_starts_and_stops_within_minimum_and_maximum(desired, least, most, runs, start, stop):
    step = decide(desired, least, most, "b", tasks(runs))
    assert (step.start, sorted(step.stop)) == (start, sorted(stop.split()))


@pytest.mark.parametrize(("desired", "failures"), [(1, 3), (6, 3), (25, 13), (1000, 200)])
def test_the_circuit_breaker_waits_for_half_as_many_failures_as_tasks(desired, failures):
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"""
    assert breaks_at(desired) == failures
