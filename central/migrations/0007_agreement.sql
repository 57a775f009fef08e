-- What the rules of agreement keep beside the tables there are, and what may come before its owner.
--
-- Whatever tills know of each other's people arrives in any order, and after a restore some of it
-- arrives again long after what refers to it. So a wallet or a card may be here before its member.

alter table tenant
  add column hlc bigint not null default 0 check (hlc >= 0), -- the newest clock reading in the ledger
  add column day date not null default '2000-01-01', -- the authority's business day
  add column lost amount not null default 0, -- points the shop paid for, in all
  add column reclaimed amount not null default 0; -- points taken off tills declared gone, in all

alter table device alter column store drop not null; -- the centre itself is in no store
alter table device_epoch add column is_met boolean not null default false; -- it has said something
alter table member alter column store drop not null; -- null: known by a card or a sale only
alter table wallet alter column member drop not null; -- null: the enrolment has not come (again)
alter table card alter column member drop not null; -- null: revoked before it was issued

-- The nightly expiry of a shop that ran alone is one operation with a line or two for each wallet.
alter table entry drop constraint entry_line_check, alter column line type integer,
  add check (line between 0 and 1000000);

alter table private add column member uuid; -- whom it is about, to be found when they are erased
create index private_of_member on private (tenant, member) where member is not null;

create index review_of_kind on review (tenant, kind) where closed is null;

create table enrolment ( -- the wallets a member was enrolled with, in the order they arrived
  tenant uuid not null,
  member uuid not null,
  position integer not null check (position >= 0),
  wallet uuid not null,
  primary key (tenant, member, position),
  foreign key (tenant, member) references member
);

create table fact ( -- what all tills were told, beside wallets: ids and nothing personal
  tenant uuid not null references tenant,
  kind text not null check (kind in ('member', 'card', 'alias', 'erased', 'request')),
  name bytea not null, -- of what: a member, a card, a sale
  value text not null,
  primary key (tenant, kind, name)
);

call guard('enrolment', 'select, insert');
call guard('fact', 'select, insert, update');

call keep_for_ever('enrolment');
