"""The carts service: what happened to each cart is kept as events; all else is made of them.

write    appends events to the event store, which is the truth (the write model)
view     makes a view of each cart from the store's stream (the read model)
publish  puts each event on the bus, from the same stream; the bus archives it
demand   counts from the bus how much of each product is wanted
rebuild  forgets those counts, and has the bus replay its archive
"""
