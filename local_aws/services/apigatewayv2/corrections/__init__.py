"""API Gateway: HTTP and WebSocket APIs: where the engine differs from AWS, a file for each topic."""
