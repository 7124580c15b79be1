"""How Sphinx makes the site. `gradschool site` calls it on a folder in which the units' pages are already made."""

project = "Gradient School"
author = "Gradient School"
copyright = "Gradient School"
extensions = ["myst_nb", "sphinx_design"]
exclude_patterns = ["_build"]
language = "en"
nitpicky = True
suppress_warnings = ["misc.highlighting_failure"]  # hints are "nearly code"

# Notebooks keep the outputs they were stored with; nothing runs while the site is made.
nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"

myst_enable_extensions = ["amsmath", "attrs_inline", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
myst_dmath_double_inline = True

# One local file: TeX in, SVG and hidden MathML (for screen readers) out. Its menu would fetch more, so it is off.
mathjax_path = "mathjax/tex-svg-full.js"
mathjax3_config = {"options": {"enableMenu": False}, "svg": {"fontCache": "global"}}

html_theme = "furo"
html_title = "Gradient School"
html_logo = "_static/logo.svg"
html_favicon = "_static/logo.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#005b94",
        "color-brand-content": "#005b94",
        "color-brand-visited": "#5a3a8a",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7cc4f2",
        "color-brand-content": "#7cc4f2",
        "color-brand-visited": "#c4a7f0",
    },
}
