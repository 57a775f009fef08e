"""The tables of the shop's file, as SQL with a comment on each column that needs one.

`operation`, `private` and `entry` are the truth and grow only; every other table can be rebuilt
from them. Rows are named by whole numbers inside the file and by sixteen-byte ids outside it. An
operation's `place` is its epoch times 2^32 plus its sequence number; an entry's `key` is its
operation's place times 2^10 plus its line.
"""

VERSION_1 = """
create table operation (
  place integer primary key check (place > 4294967296),
  id blob not null unique check (length(id) = 16),
  kind text not null,
  at_ms integer not null check (at_ms between 0 and 9007199254740992),
  day text not null check (length(day) = 10),
  hlc integer not null,
  body blob not null, -- canonical bytes: what is hashed is what is stored
  hash blob not null check (length(hash) = 32)
) strict;

create table private ( -- personal data beside the chain; a row can be erased, never changed
  place integer primary key references operation (place),
  salt blob not null check (length(salt) = 16),
  bytes blob not null
) strict;

create table entry ( -- the ledger: what each operation did to each wallet, by wallet
  wallet integer not null references wallet (key),
  key integer not null,
  kind text not null,
  points integer not null check (points between -1000000000 and 1000000000),
  debt integer not null check (debt between -1000000000 and 1000000000),
  day text not null check (length(day) = 10),
  hlc integer not null,
  act blob not null check (length(act) = 16), -- the sale or other act it belongs to
  expires_on text check (expires_on is null or length(expires_on) = 10),
  primary key (wallet, key)
) strict, without rowid;

create table wallet ( -- totals, and this till's rights to spend: what keeps points safe
  key integer primary key,
  id blob not null unique check (length(id) = 16),
  member integer not null references member (key),
  balance integer not null default 0 check (balance between 0 and 1000000000000),
  debt integer not null default 0 check (debt between 0 and 1000000000000),
  visits integer not null default 0 check (visits >= 0),
  last_visit text not null default '',
  next_end text not null default '', -- the first day on which points end, not yet taken out
  unsettled integer not null default 0, -- a redemption whose use of lots is yet to be written;
  -- -2: lots are the business of the centre
  -- the rights are cumulative cells with this till as their one writer
  granted integer not null default 0 check (granted >= 0), -- by the centre
  earned integer not null default 0 check (earned >= 0), -- created here by sales and refunds
  used integer not null default 0 check (used >= 0), -- spent here
  returned integer not null default 0 check (returned >= 0), -- handed back to the pool
  check (granted + earned - used - returned >= 0) -- what makes overdrawing impossible
) strict;
create index wallet_of_member on wallet (member);
create index wallet_ending on wallet (next_end) where next_end <> ''; -- what the day change asks

create table allocation ( -- which lots each debit used; a projection of the ledger
  wallet integer not null references wallet (key),
  entry integer not null,
  line integer not null, -- order of use within the entry
  lot integer not null, -- the entry that brought the points
  points integer not null,
  primary key (wallet, entry, line)
) strict, without rowid;

create table member (
  key integer primary key,
  id blob not null unique check (length(id) = 16),
  place integer not null, -- where the member was enrolled in the log
  number text not null, -- thirteen digits; not unique once two shops have joined
  name text not null default '',
  phone text not null default '', -- E.164
  phone_digits text not null default '', -- national digits, to search from the front
  phone_reversed text not null default '', -- the same backwards, to search from the end
  initials text not null default '', -- pinyin initials: 张三 is zs
  birthday text not null default '',
  language text not null default '',
  joined text not null check (length(joined) = 10)
) strict;
create index member_by_number on member (number);
create index member_by_phone on member (phone) where phone <> '';
create index member_by_digits on member (phone_digits) where phone_digits <> '';
create index member_by_tail on member (phone_reversed) where phone_reversed <> '';
create index member_by_initials on member (initials) where initials <> '';

create virtual table member_words using fts5 ( -- names as spaced characters and pinyin
  words, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
);

create table card (
  fingerprint blob primary key check (length(fingerprint) = 32),
  member integer not null references member (key),
  form text not null check (form in ('token', 'alias')), -- alias: another system's number
  state text not null check (state in ('good', 'revoked'))
) strict, without rowid;
create index card_of_member on card (member);

create table consent (
  member integer not null references member (key),
  purpose text not null,
  text_version text not null,
  given integer not null check (given in (0, 1)),
  channel text not null,
  at_ms integer not null,
  primary key (member, purpose)
) strict, without rowid;

create table given_back ( -- what has gone back of a sale or redemption; no row, nothing has
  place integer primary key, -- of the sale
  amount integer not null check (amount between 0 and 1000000000000), -- of the whole sale
  refunded integer not null,
  refunded_lines text not null, -- amounts that went back, by line, as JSON
  lapsed integer not null, -- of its points, so many had ended before a refund
  is_gone integer not null check (is_gone in (0, 1)),
  check (refunded between 0 and amount)
) strict;

create table receipt ( -- a receipt earns once; giving its sale back in full frees it
  key text primary key,
  place integer not null
) strict, without rowid;

create table document ( -- newest state of shop-wide things: shop, store, till, programme, settings
  kind text not null,
  name text not null,
  body text not null,
  place integer not null,
  primary key (kind, name)
) strict, without rowid;

create table staff (
  key integer primary key,
  id blob not null unique check (length(id) = 16),
  name text not null,
  role text not null,
  is_active integer not null check (is_active in (0, 1))
) strict;

create table pin ( -- never in the log; useless without the pepper, which is outside this file
  staff blob primary key check (length(staff) = 16),
  verifier text not null,
  misses integer not null default 0,
  seen_ms integer not null default 0 -- grows with every change: of two records, the later one
) strict, without rowid;

create table local ( -- facts of this file alone, never in the log
  name text primary key,
  value text not null
) strict, without rowid;

create trigger operation_is_written_once before update on operation
begin select raise(abort, 'an operation is never changed'); end;
create trigger operation_is_kept before delete on operation
begin select raise(abort, 'an operation is never deleted'); end;
create trigger entry_is_written_once before update on entry
begin select raise(abort, 'an entry is never changed'); end;
create trigger entry_is_kept before delete on entry
begin select raise(abort, 'an entry is never deleted'); end;
create trigger private_is_written_once before update on private
begin select raise(abort, 'personal data is erased, never changed'); end;
"""

VERSION_2 = """
create table centre ( -- what is known of the centre: one row once this file has joined one
  only integer primary key check (only = 1),
  feed integer not null default 0, -- the life of the centre's database last heard of; 0: none yet
  cursor text not null default '', -- stands after the last page that was read
  reached integer not null default 0, -- the furthest place in the feed that was read
  must_report integer not null default 0 check (must_report in (0, 1)),
  standing text not null default 'live', -- what the centre last said of this log
  is_frozen integer not null default 0 check (is_frozen in (0, 1)), -- until a new epoch begins
  is_authority integer not null check (is_authority in (0, 1)), -- until authority.handed_over
  lease_ms integer not null check (lease_ms > 0), -- spending goes on for so long without news
  lease_until_ms integer not null default 0
) strict;

create table acked ( -- how far the centre is known to have each epoch of this log
  epoch integer primary key,
  seq integer not null check (seq > 0)
) strict, without rowid;

create table outcome ( -- what the centre made of an operation, where that is not simply done
  place integer primary key references operation (place),
  outcome text not null,
  pool integer not null, -- points that this till's rights did not pay for
  loss integer not null
) strict;

create table account ( -- a wallet's newest row of the feed, in this till's figures
  wallet blob primary key check (length(wallet) = 16),
  seq integer not null, -- its place in the feed; -1: of a life of the centre that is over
  balance integer not null,
  debt integer not null,
  place integer not null, -- this till's newest operation that is in the figures
  granted integer not null, -- the largest total known in this epoch
  keep integer not null, -- rights above this are handed back
  backed text not null, -- points alive by the day they end, as JSON
  signature blob not null, -- the centre's, over all of the row
  pool integer not null default 0, -- when rights were last asked for: what no till held,
  elsewhere text not null default '[]', -- and what other tills held, as JSON
  is_over integer not null default 0 check (is_over in (0, 1)) -- more rights here than to be kept
) strict, without rowid;
create index account_over on account (wallet) where is_over = 1; -- what every page asks

create table old_grant ( -- what earlier epochs were granted: a restored centre asks for it
  epoch integer not null,
  wallet blob not null check (length(wallet) = 16),
  points integer not null check (points > 0),
  primary key (epoch, wallet)
) strict, without rowid;

create table feed_row ( -- the newest row of every other thing, as it came
  kind text not null,
  id text not null,
  seq integer not null,
  place integer not null, -- how long the own log was when it came: a rebuild repeats the order
  body text not null,
  primary key (kind, id)
) strict, without rowid;
create index feed_row_in_order on feed_row (place, seq);

create table closed ( -- the last day.close: refunds of all sales up to it are handed over
  only integer primary key check (only = 1),
  place integer not null
) strict;

create table released ( -- sales whose refunds this till has handed over
  sale blob primary key check (length(sale) = 16)
) strict, without rowid;

create table asked ( -- sales of this till that somebody waits to give back
  sale blob primary key check (length(sale) = 16)
) strict, without rowid;

create table alias ( -- who was merged into whom; what the feed says of a member goes first
  member blob not null check (length(member) = 16),
  is_own integer not null check (is_own in (0, 1)), -- by an own merge
  kept blob not null check (length(kept) = 16), -- in the feed, the member: merged into nobody
  act blob not null check (length(act) = is_own * 16), -- the own merge
  primary key (member, is_own)
) strict, without rowid;
create index alias_of on alias (kept);

create table erased ( -- for ever, also for what comes later
  member blob primary key check (length(member) = 16)
) strict, without rowid;
"""


def statements(script: str) -> list[str]:
    """Split a script into statements, keeping the body of a trigger together."""
    found: list[str] = []
    gathered: list[str] = []
    for line in script.strip().splitlines():
        gathered.append(line)
        text = line.split("--")[0].rstrip()
        inside_trigger = gathered[0].startswith("create trigger")
        if text.endswith("end;") or (text.endswith(";") and not inside_trigger):
            found.append("\n".join(gathered))
            gathered = []
    assert not gathered, "the last statement ends with a semicolon"
    return [one for one in found if one.strip()]
