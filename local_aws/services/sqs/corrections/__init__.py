"""SQS: where the engine differs from AWS, a file for each topic."""
