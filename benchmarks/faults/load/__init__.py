"""Many who ask while the library is rebuilt, and who keep a server busy on purpose."""
