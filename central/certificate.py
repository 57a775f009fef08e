"""Who the centre is to its tills: an authority of its own, and a certificate from it.

A shop has no name on the internet that somebody else could vouch for. So the centre makes its own
authority on its first start; a person compares its fingerprint once, at each till.
"""

import hashlib
import ipaddress
import os
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from central import trouble
from central.keys import make_secret, refuse_exposed, replace_secret

AUTHORITY_DAYS = 20 * 365
CERTIFICATE_DAYS = 397
"""The longest that all programs believe."""
RENEW_DAYS = 60
_EARLIER = timedelta(days=1)  # a till's clock may be behind
_HERE = ("localhost", "127.0.0.1", "::1")
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


@dataclass(frozen=True, slots=True)
class Certificate:
    """`authority` is what tills trust, `chain` a file with the key, the certificate and that."""

    authority: str
    chain: Path

    @property
    def digest(self) -> bytes:
        """Give SHA-256 of the authority."""
        found = x509.load_pem_x509_certificate(self.authority.encode())
        return hashlib.sha256(found.public_bytes(serialization.Encoding.DER)).digest()

    @property
    def fingerprint(self) -> str:
        """Give what a person compares: SHA-256 of the authority, in groups of four."""
        digits = self.digest.hex().upper()
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def certificate(
    folder: Path, names: Sequence[str], now: datetime | None = None, host: str = ""
) -> Certificate:
    """Give the centre's certificate for these names and addresses; makes what is missing or old.

    Each computer ("": this one) has a file of its own, so that several can share the folder.
    Raises KeyExposed, KeyWrong, FolderUnfit, or Unclear where a name cannot be one.
    """
    now = datetime.now(UTC) if now is None else now
    authority = _authority(folder, now)
    chain = folder / _file_of(host or socket.gethostname())
    wanted = sorted({*_HERE, *names})
    if not _is_good(chain, authority.certificate, wanted, now):
        replace_secret(chain, authority.issue(wanted, now))
    return Certificate(_pem(authority.certificate).decode("ascii"), chain)


def _file_of(host: str) -> str:
    name = host.lower()
    if not _PLAIN_NAME.fullmatch(name):
        name = hashlib.sha256(host.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"certificate.{name}.pem"


@dataclass(frozen=True, slots=True)
class _Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def issue(self, names: Iterable[str], now: datetime) -> bytes:
        """Make a key and a certificate for names; gives both and the authority as one text."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            _builder("Regulars centre", self.certificate.subject, key, now, CERTIFICATE_DAYS)
            .add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False
            )
            .sign(self.key, hashes.SHA256())
        )
        return _key_pem(key) + _pem(made) + _pem(self.certificate)


def _authority(folder: Path, now: datetime) -> _Authority:
    """Read the authority, or make it; one that was lost is never made anew in silence."""
    path = folder / "authority.pem"
    if not path.exists():
        make_secret(path, _new_authority(now))
    refuse_exposed(path)
    try:
        content = path.read_bytes()
        key = serialization.load_pem_private_key(content, None)
        found = x509.load_pem_x509_certificate(content)
    except (OSError, ValueError) as error:
        raise trouble.KeyWrong(str(path)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise trouble.KeyWrong(str(path))
    return _Authority(key, found)


def _new_authority(now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"Regulars authority {os.urandom(4).hex()}"
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        _builder(name, issuer, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(_may_sign(), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    return _key_pem(key) + _pem(made)


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _builder(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + timedelta(days=days))
    )


def _is_good(
    chain: Path, authority: x509.Certificate, wanted: Sequence[str], now: datetime
) -> bool:
    """Tell whether a certificate is there, ours, for these names, and for a while yet."""
    if not chain.exists():
        return False
    refuse_exposed(chain)
    try:
        found = x509.load_pem_x509_certificate(chain.read_bytes())
        found.verify_directly_issued_by(authority)
        kind = x509.SubjectAlternativeName
        names = found.extensions.get_extension_for_class(kind).value
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    is_for_them = {_name(one) for one in wanted} <= set(names)
    return is_for_them and found.not_valid_after_utc - now > timedelta(days=RENEW_DAYS)


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        try:
            return x509.DNSName(text.encode("idna").decode("ascii"))
        except UnicodeError as error:
            raise trouble.Unclear(f"{text} is no name of a computer.") from error


def _pem(found: x509.Certificate) -> bytes:
    return found.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def own_names() -> list[str]:
    """List the names and addresses by which this computer is reached in its network."""
    host = socket.gethostname()
    is_name = host.isascii() and host.replace("-", "").replace(".", "").isalnum()
    names = {host, f"{host.partition('.')[0]}.local"} if is_name else set()
    for family, nowhere in _NOWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((nowhere, 9))  # chooses a way; sends nothing
                names.add(str(probe.getsockname()[0]))
        except OSError:
            continue
    return sorted(names)
