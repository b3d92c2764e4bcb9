"""The pages beside the conversation: plain HTML, whose whole state is in their address.

They need no script: a form that asks is a link that somebody can keep, send and go back to.
"""
