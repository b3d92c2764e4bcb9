"""The page that members meet. Nothing here may send a word to another host."""

import os

# Gradio and the model hub read these when they are first imported.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
