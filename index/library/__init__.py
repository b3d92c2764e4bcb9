"""The library on disk: generations, of which one is current, and the store of documents in each."""
