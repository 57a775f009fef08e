"""The token a till shows: asked for by signing what the centre made up, and renewed in time."""

from dataclasses import dataclass

from sync.ports import Here, Signer
from sync.steps import Moment
from sync.wire_enrol import Nonce, NonceRequest, Token, TokenRequest

NONCE_LIVES_MS = 30_000
"""The centre lets it live a minute; nobody wants to be near that."""
MARGIN_MS = 60_000
"""A token is renewed so long before it runs out, or in the last quarter of a short life."""


@dataclass(slots=True)
class Pass:
    """What is held on the way to a token, and the token."""

    signer: Signer
    text: str = ""
    _here: Here | None = None
    _until_ms: int = 0
    _nonce: bytes = b""
    _nonce_until_ms: int = 0

    def question(self, here: Here, now_ms: int) -> NonceRequest | TokenRequest | None:
        """Give what to ask for; None while the token opens doors."""
        if here != self._here:
            self.drop()
            self._here = here
        if self.text and now_ms < self._until_ms:
            return None
        if not self._nonce or now_ms >= self._nonce_until_ms:
            return NonceRequest(here.device, here.epoch)
        wish = TokenRequest(here.tenant, here.device, here.epoch, self._nonce)
        return wish.signed(self.signer(wish.statement()))

    def heard(self, answer: Nonce | Token, asked: Moment) -> None:
        """Take in what to sign, or the token; its life is counted from when it was asked for."""
        if isinstance(answer, Nonce):
            self._nonce, self._nonce_until_ms = answer.nonce, asked.steady_ms + NONCE_LIVES_MS
            return
        lives_ms = answer.lives_s * 1_000
        self._nonce = b""
        self.text = answer.text
        self._until_ms = asked.steady_ms + lives_ms - min(MARGIN_MS, lives_ms // 4)

    def drop(self) -> None:
        """Forget what no longer opens anything."""
        self.text, self._nonce = "", b""
