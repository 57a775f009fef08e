"""Say a result aloud: to the screen reader always, with a beep if the shop wants one."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget


class Announcer:
    """Speaks and beeps. The system's own beep: the program ships no sound library."""

    def __init__(self, *, with_sound: bool) -> None:
        self.with_sound = with_sound

    def say(self, where: QWidget, text: str, *, urgent: bool = False) -> None:
        """Tell a screen reader, and beep; `urgent` interrupts what the reader was saying."""
        if text:
            event = QAccessibleAnnouncementEvent(where, text)
            event.setPoliteness(
                QAccessible.AnnouncementPoliteness.Assertive
                if urgent
                else QAccessible.AnnouncementPoliteness.Polite
            )
            QAccessible.updateAccessibility(event)
        self.beep()

    def beep(self) -> None:
        """Make the system's sound, if sounds are on."""
        if self.with_sound:
            QApplication.beep()
