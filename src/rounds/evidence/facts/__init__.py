"""Facts over time: what happened when and when we knew it, who was followed and for how long, and what a cut holds."""
