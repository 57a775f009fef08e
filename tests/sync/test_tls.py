"""Who the centre is: a real certificate over a real socket, and clocks that make it look wrong."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync import trouble
from sync.http import HttpCentre
from sync.trouble import Cause
from tests.sync.samples import SAMPLES
from tests.sync.service import Service, http
from tests.sync.test_http import NONCE, WISH

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def certificate(folder: Path, name: str, begins: int, ends: int) -> Path:
    """Make a certificate that vouches for itself, for days from now; give its file with the key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW + begins * DAY)
        .not_valid_after(NOW + ends * DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "centre.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def serving(path: Path) -> Service:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return Service([http(200, NONCE)], context)


def trusting(path: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(path))


def test_a_centre_whose_certificate_is_known_is_believed(tmp_path: Path) -> None:
    path = certificate(tmp_path, "localhost", -1, 1)
    with serving(path) as service:
        centre = HttpCentre(service.address, trusting(path))
        assert centre.nonce(WISH) == SAMPLES["nonce"].message
        centre.close()


@pytest.mark.parametrize(
    ("name", "begins", "ends", "kind"),
    [
        ("localhost", 1, 2, trouble.ClockWrong),
        ("localhost", -2, -1, trouble.ServiceUntrusted),
        ("elsewhere", -1, 1, trouble.ServiceUntrusted),
    ],
)
def test_a_centre_that_proves_nothing_is_told_nothing(
    tmp_path: Path, name: str, begins: int, ends: int, kind: type[trouble.SyncTrouble]
) -> None:
    path = certificate(tmp_path, name, begins, ends)
    with serving(path) as service:
        centre = HttpCentre(service.address, trusting(path))
        with pytest.raises(kind) as caught:
            centre.nonce(WISH)
        centre.close()
    assert service.asked == []
    assert not caught.value.is_unknown
    assert (caught.value.cause is Cause.CLOCK) == (kind is trouble.ClockWrong)


def test_a_centre_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    with serving(certificate(tmp_path, "localhost", -1, 1)) as service:
        centre = HttpCentre(service.address)
        with pytest.raises(trouble.ServiceUntrusted):
            centre.nonce(WISH)
        centre.close()
    assert service.asked == []
