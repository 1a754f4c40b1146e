"""The products service: kept in PostgreSQL, read through a cache, each change published through an outbox.

write    changes a product, and notes the event in the same transaction
read     a product, from the cache where it has it
relay    publishes what the outbox holds
history  listens, and keeps each change once
"""
