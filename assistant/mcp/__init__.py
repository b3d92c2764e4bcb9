"""The library as a server of the Model Context Protocol, for programs that answer with a language model.

It needs the extra `mcp`; nothing else imports this package before it is asked for.
"""
