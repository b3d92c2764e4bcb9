"""The network: how web sites are asked, and what is remembered of what they answered. Beside this package only
assistant.accounts.openid_provider and index.milvus open connections, to what the settings name.
"""
