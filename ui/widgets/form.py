"""Labels and fields in rows, the label in the middle of its row and tied to its field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QSizePolicy, QWidget

from ui.theme.sheet import TARGET_PX
from ui.widgets.plain import PlainLabel


class Form(QFormLayout):
    """A form layout whose labels look right beside 48 px fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(12)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add(self, text: str, field: QWidget) -> PlainLabel:
        """Add a row; the label is the field's name for screen readers. Gives the label."""
        field.ensurePolished()
        label = PlainLabel(text)
        label.setMinimumHeight(max(TARGET_PX, field.sizeHint().height()))
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        label.setBuddy(field)
        self.addRow(label, field)
        return label
