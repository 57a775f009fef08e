"""The one door to paper: cards, slips, the recovery sheet and the codes on them.

A layout is a plain value (`Sheet`); `pdf` and the screen draw the same one. No Qt here, and no
printer: that is `ui.devices`.
"""
