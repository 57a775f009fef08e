"""Things on the counter that Qt speaks to: printers and the preview of what they will print."""
