"""Finds the person somebody means: by member number, by phone number, or by how an id begins.

A phone number is looked up by its mark; it finds whoever had it first.
"""

from uuid import UUID

from central.database import Connection, Database, identity
from central.private import Vault
from central.working.asking import Asking
from regulars.codes import is_digits
from regulars.ids import Id
from regulars.people.phone import read_phone

_BY_NUMBER = "select member from member where tenant = %(tenant)s and number = %(number)s"
_BY_ID = """
select member from member
where tenant = %(tenant)s and starts_with(replace(member::text, '-', ''), %(begins)s)
limit 2
"""
_BY_MARK = "select member from contact_claim where tenant = %(tenant)s and phone = %(mark)s"
_REGION = "select region from tenant where tenant = %(tenant)s"
_KEPT = """
with recursive step as (
  select member, alias_of from member where tenant = %(tenant)s and member = %(member)s
  union
  select member.member, member.alias_of from member join step on member.member = step.alias_of
  where member.tenant = %(tenant)s
)
select member from step where alias_of is null
"""
_ID_MIN = 8


def find(database: Database, vault: Vault, shop: Id, wanted: str, now_ms: int) -> list[Id]:
    """Give whom a text may mean; several where it is not clear, each as who they are now."""

    def work(connection: Connection) -> list[Id]:
        asking = Asking(connection, shop, now_ms, vault, is_reading=True)
        found = _find(asking, wanted.strip())
        kept = [asking.rows(_KEPT, member=member)[0][0] for member in found]
        return list(dict.fromkeys(identity(member) for member in kept))

    return vault.making(database, shop, lambda: now_ms, lambda: database.read(shop, work))


def _find(asking: Asking, wanted: str) -> list[UUID]:
    plain = wanted.replace(" ", "").replace("-", "").lower()
    numbered = [member for (member,) in asking.rows(_BY_NUMBER, number=plain)] if plain else []
    if numbered:
        return numbered
    if is_digits(plain.removeprefix("+")):
        ((region,),) = asking.rows(_REGION)
        phone = read_phone(wanted, region)
        if phone is not None:
            mark = asking.seals().mark(phone.e164)
            found = [member for (member,) in asking.rows(_BY_MARK, mark=mark)]
            if found:
                return found
    if len(plain) >= _ID_MIN:
        return [member for (member,) in asking.rows(_BY_ID, begins=plain)]
    return []
