"""Set somebody's PIN: the log says who did it for whom, the verifier stays apart from it."""

from desktop.book import Book
from desktop.pins import Pins
from desktop.store.places import place_of
from regulars.agreement.pins import mark_of
from regulars.ids import Id, spell
from regulars.refusals import Refusal


def set_pin(book: Book, pins: Pins, staff: Id, pin: str) -> Refusal | None:
    """Set a PIN in the name of who acts; refuses one that anyone would guess first."""

    def tell(verifier: str) -> int:
        data = {"staff": spell(staff), "mark": mark_of(verifier), "by": spell(book.staff)}
        book.journal.staff = book.staff
        book.journal.begin()
        said = book.journal.write("pin.set", data).header
        return place_of(said.epoch, said.seq)

    return pins.set(staff, pin, book.clock.now_ms(), tell=tell)
