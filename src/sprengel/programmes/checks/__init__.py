"""May this city apply, does this training fit: asked and answered on one page, kept nowhere."""
