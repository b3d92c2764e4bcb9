"""The network: the only package of ours that opens connections, and what is remembered of what came over them."""
