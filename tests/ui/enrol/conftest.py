"""A real shop for the enrolment page."""

from tests.ui.shop import context, till

__all__ = ["context", "till"]
