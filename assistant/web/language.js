// Gradio speaks the language of the browser. Its visitor may have chosen another one: that of the page as it was served.
Object.defineProperty(navigator, "language", { get: () => document.documentElement.lang });
