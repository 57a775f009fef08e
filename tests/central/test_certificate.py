"""The centre's own authority and certificate: kept, renewed, and never made anew in silence."""

import hashlib
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from central.certificate import (
    AUTHORITY_DAYS,
    CERTIFICATE_DAYS,
    RENEW_DAYS,
    Certificate,
    certificate,
    own_names,
)
from central.trouble import KeyExposed, KeyWrong, Unclear

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def leaf(made: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.chain.read_bytes())


def names(made: Certificate) -> set[str]:
    found = leaf(made).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(one.value) for one in found}


def test_a_first_start_makes_both_and_a_second_finds_both(tmp_path: Path) -> None:
    first = certificate(tmp_path, ["centre.local"], NOW)
    content = first.chain.read_bytes()
    assert certificate(tmp_path, ["centre.local"], NOW + DAY) == first
    assert first.chain.read_bytes() == content
    assert {one.name for one in tmp_path.iterdir()} == {"authority.pem", first.chain.name}
    assert all(one.stat().st_mode & 0o777 == 0o600 for one in tmp_path.iterdir())


def test_it_is_for_the_names_that_were_asked_for_and_for_here(tmp_path: Path) -> None:
    made = certificate(tmp_path, ["centre.local", "192.168.1.5", "2001:db8::5"], NOW)
    assert names(made) == {
        "centre.local", "192.168.1.5", "2001:db8::5", "localhost", "127.0.0.1", "::1"
    }  # fmt: skip


def test_what_tills_trust_stays_when_the_certificate_is_renewed(tmp_path: Path) -> None:
    first = certificate(tmp_path, [], NOW)
    before = leaf(first).serial_number
    soon = NOW + timedelta(days=CERTIFICATE_DAYS - RENEW_DAYS - 1)
    assert leaf(certificate(tmp_path, [], soon)).serial_number == before
    later = certificate(tmp_path, [], soon + 2 * DAY)
    assert later.authority == first.authority
    assert later.fingerprint == first.fingerprint
    assert leaf(later).serial_number != before


def test_another_name_means_another_certificate_from_the_same_authority(tmp_path: Path) -> None:
    first = certificate(tmp_path, [], NOW)
    other = certificate(tmp_path, ["shop.local"], NOW)
    assert "shop.local" in names(other)
    assert other.authority == first.authority


def test_the_authority_vouches_for_this_centre_and_no_other_authority(tmp_path: Path) -> None:
    made = certificate(tmp_path, [], NOW)
    authority = x509.load_pem_x509_certificate(made.authority.encode())
    leaf(made).verify_directly_issued_by(authority)
    limits = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (limits.critical, limits.value.ca, limits.value.path_length) == (True, True, 0)
    assert authority.not_valid_after_utc - NOW == timedelta(days=AUTHORITY_DAYS)
    assert b"PRIVATE" not in made.authority.encode()


def test_a_program_that_is_strict_believes_it(tmp_path: Path) -> None:
    made = certificate(tmp_path, [])
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    server.load_cert_chain(made.chain)
    client.load_verify_locations(cadata=made.authority)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    client.verify_flags &= ~ssl.VERIFY_X509_PARTIAL_CHAIN
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    here = client.wrap_bio(down, up, server_hostname="127.0.0.1")
    there = server.wrap_bio(up, down, server_side=True)
    for side in (here, there, here, there):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert here.getpeercert()


def test_its_fingerprint_is_what_other_programs_compute(tmp_path: Path) -> None:
    made = certificate(tmp_path, [], NOW)
    der = ssl.PEM_cert_to_DER_cert(made.authority)
    assert made.fingerprint.replace(" ", "") == hashlib.sha256(der).hexdigest().upper()


@pytest.mark.parametrize("name", ["authority.pem", "certificate.one.pem"])
def test_keys_that_others_can_read_are_not_used(tmp_path: Path, name: str) -> None:
    certificate(tmp_path, [], NOW, "one")
    (tmp_path / name).chmod(0o644)
    with pytest.raises(KeyExposed):
        certificate(tmp_path, [], NOW, "one")


def test_an_authority_that_is_damaged_is_named_and_kept(tmp_path: Path) -> None:
    certificate(tmp_path, [], NOW)
    path = tmp_path / "authority.pem"
    path.write_bytes(b"nothing of ours")
    with pytest.raises(KeyWrong):
        certificate(tmp_path, [], NOW)
    assert path.read_bytes() == b"nothing of ours"


def test_a_certificate_that_is_damaged_or_of_another_authority_is_made_anew(tmp_path: Path) -> None:
    here = certificate(tmp_path / "here", [], NOW)
    there = certificate(tmp_path / "there", [], NOW)
    for content in (b"", b"nothing of ours", there.chain.read_bytes()):
        here.chain.write_bytes(content)
        made = certificate(tmp_path / "here", [], NOW)
        leaf(made).verify_directly_issued_by(
            x509.load_pem_x509_certificate(here.authority.encode())
        )


def test_this_computer_has_names() -> None:
    assert all(own_names())


def test_two_computers_that_share_a_folder_keep_a_certificate_each(tmp_path: Path) -> None:
    first = certificate(tmp_path, ["a.example"], NOW, "one")
    second = certificate(tmp_path, ["b.example"], NOW, "two")
    assert "a.example" in names(first)
    assert "b.example" in names(second)
    assert first.authority == second.authority
    strange = certificate(tmp_path, [], NOW, "../Ладья/" + "x" * 300)
    assert strange.chain.parent == tmp_path


def test_a_name_in_another_script_is_written_as_networks_know_it(tmp_path: Path) -> None:
    assert "xn--80ait4ep.example" in names(certificate(tmp_path, ["ладья.example"], NOW))
    with pytest.raises(Unclear):
        certificate(tmp_path, ["ä" * 300], NOW)
