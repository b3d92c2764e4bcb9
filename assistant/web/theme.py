"""Gradio's own widgets in the colours of style.css: every colour is one of its variables, light and dark alike."""

from gradio.themes import Base

SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONOSPACE_FONTS = ("ui-monospace", "Consolas", "monospace")
COLOURS = {
    "--paper": (
        "body_background_fill", "background_fill_primary", "input_background_fill", "input_background_fill_focus",
        "checkbox_background_color", "checkbox_label_background_fill", "button_secondary_background_fill",
    ),
    "--shade": (
        "background_fill_secondary", "checkbox_label_background_fill_hover", "checkbox_label_background_fill_selected",
        "button_secondary_background_fill_hover", "input_background_fill_hover", "color_accent_soft",
    ),
    "--ink": (
        "body_text_color", "block_label_text_color", "block_title_text_color", "button_secondary_text_color",
        "button_secondary_text_color_hover", "checkbox_label_text_color", "checkbox_label_text_color_selected",
    ),
    "--soft": ("body_text_color_subdued", "input_placeholder_color"),
    "--line": ("border_color_primary", "block_border_color"),
    "--edge": (
        "input_border_color", "checkbox_border_color", "checkbox_label_border_color", "button_secondary_border_color",
    ),
    "--accent": (
        "color_accent", "link_text_color", "link_text_color_hover", "link_text_color_visited", "loader_color",
        "button_primary_background_fill", "button_primary_background_fill_hover", "button_primary_border_color",
        "checkbox_background_color_selected", "checkbox_border_color_selected", "input_border_color_focus",
        "checkbox_border_color_focus", "border_color_accent",
    ),
    "--on-accent": ("button_primary_text_color", "button_primary_text_color_hover"),
}  # fmt: skip


def theme() -> Base:
    """The theme; its fonts are those of the reader's machine."""
    made = Base(font=SYSTEM_FONTS, font_mono=MONOSPACE_FONTS)
    for colour, names in COLOURS.items():
        for name in names:
            setattr(made, name, f"var({colour})")
            if hasattr(made, f"{name}_dark"):
                setattr(made, f"{name}_dark", f"var({colour})")
    made.block_background_fill = made.block_background_fill_dark = "transparent"
    made.block_border_width = "0px"
    made.block_shadow = made.block_shadow_dark = "none"
    made.block_padding = "0px"
    return made
