"""The analytics service: sales go into a Kinesis stream, and are summed up by customer on its other end."""
