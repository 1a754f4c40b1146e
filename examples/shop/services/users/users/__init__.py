"""The users service: an HTTP API over DynamoDB, and a worker that follows its events."""
