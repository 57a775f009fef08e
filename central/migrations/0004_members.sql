-- Members and what belongs to them.

create table member ( -- personal columns are empty once erased
  tenant uuid not null references tenant,
  member uuid not null,
  alias_of uuid, -- merged into that member; whatever names this one means that one
  store uuid not null, -- where they joined
  number text not null default '', -- thirteen digits; not unique once two shops have joined
  name text not null default '',
  name_stamp stamp not null, -- each field for itself: a till sends only what it changed
  phone text not null default '', -- E.164
  phone_stamp stamp not null,
  birthday text not null default '',
  birthday_stamp stamp not null,
  language text not null default '',
  language_stamp stamp not null,
  joined date not null,
  primary key (tenant, member),
  foreign key (tenant, alias_of) references member,
  foreign key (tenant, store) references store,
  constraint alias_is_another check (alias_of <> member)
);
create index member_by_number on member (tenant, number);
create index member_by_phone on member (tenant, phone) where phone <> '';
create index member_by_alias on member (tenant, alias_of) where alias_of is not null;

create table contact_claim ( -- who has a phone number: the first whose enrolment was posted
  tenant uuid not null,
  phone text not null,
  member uuid not null,
  primary key (tenant, phone),
  foreign key (tenant, member) references member
);
create index contact_claim_of_member on contact_claim (tenant, member);

create table card (
  tenant uuid not null,
  fingerprint digest not null,
  member uuid not null,
  form text not null check (form in ('token', 'alias')), -- alias: another system's number
  state text not null check (state in ('good', 'revoked')), -- revoked once is revoked for ever
  primary key (tenant, fingerprint),
  foreign key (tenant, member) references member
);
create index card_of_member on card (tenant, member);

create table consent (
  tenant uuid not null,
  member uuid not null,
  purpose text not null,
  text_version text not null,
  is_given boolean not null,
  channel text not null,
  at moment not null,
  stamp stamp not null,
  primary key (tenant, member, purpose),
  foreign key (tenant, member) references member
);

create table erased ( -- for ever: what a till still sends of them is taken without the person
  tenant uuid not null,
  member uuid not null,
  feed_seq bigint not null, -- a till that has read this far has erased them too
  erased moment not null,
  primary key (tenant, member),
  foreign key (tenant, member) references member
);

create table merge ( -- two members were one person: their wallets are grouped and stay two
  tenant uuid not null,
  act uuid not null, -- the operation
  member uuid not null, -- who stays
  other uuid not null, -- whose alias_of says so; unmerging clears it and moves no point
  undone_by uuid, -- the operation that took it back
  primary key (tenant, act),
  foreign key (tenant, member) references member,
  foreign key (tenant, other) references member
);

call guard('member', 'select, insert, update');
call guard('contact_claim', 'select, insert, update, delete');
call guard('card', 'select, insert, update');
call guard('consent', 'select, insert, update');
call guard('erased', 'select, insert');
call guard('merge', 'select, insert, update');

call keep_for_ever('erased');

create trigger stays_revoked before update on card for each row
  when (old.state = 'revoked' and new.state <> 'revoked')
  execute function refuse_change();
