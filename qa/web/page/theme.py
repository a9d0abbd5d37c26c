"""Paper, ink and one highlighter as a theme: every colour of Gradio's is one of ours, light or dark."""

from __future__ import annotations

import gradio as gr

_COLOURS = {
    "var(--paper)": "body_background_fill background_fill_secondary block_background_fill color_accent_soft",
    "var(--sheet)": "background_fill_primary input_background_fill",
    "var(--ink)": (
        "body_text_color block_title_text_color link_text_color button_primary_background_fill "
        "button_primary_background_fill_hover button_secondary_text_color_hover"
    ),
    "var(--soft)": (
        "body_text_color_subdued block_label_text_color input_border_color input_placeholder_color "
        "button_secondary_text_color"
    ),
    "var(--rule)": "border_color_primary",
    "var(--focus)": "input_border_color_focus",
    "transparent": "button_secondary_background_fill button_secondary_background_fill_hover",
    "none": "block_shadow button_primary_shadow button_secondary_shadow input_shadow",
}
_SANS = ("system-ui", "Segoe UI", "Noto Sans", "Liberation Sans", "sans-serif")


def make_theme() -> gr.themes.Base:
    """Return the theme; its fonts are the system's, so that no file and no host is asked for one."""
    colours = {name: colour for colour, names in _COLOURS.items() for name in names.split()}
    dark = {f"{name}_dark": colour for name, colour in colours.items()}
    plain = {"color_accent": "var(--focus)", "block_border_width": "0px", "button_primary_text_color": "var(--paper)"}
    theme = gr.themes.Base(font=_SANS, font_mono=("ui-monospace", "monospace"))
    return theme.set(**colours, **dark, **plain, button_primary_text_color_dark="var(--paper)")
