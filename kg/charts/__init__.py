"""Charts: what is to be shown as Vega-Lite, and its drawing without a network."""
