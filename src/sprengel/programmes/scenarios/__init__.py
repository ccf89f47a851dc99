"""Saved reckonings: in versions that stay, each with an address one can cite.

``actions.save`` keeps one, ``kinds.register_kind`` says which page shows a kind, ``forms.SaveForm``
with ``saving.keep`` is the part of a screen that saves.
"""
