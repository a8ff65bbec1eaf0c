"""Pages by audience, components, mail texts, static files: what people see."""
