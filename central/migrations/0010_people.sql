-- What is known of people: here only under keys that are in no database (see central/private.py).

create table field_key ( -- a shop's keys for personal data; the newest seals, the others open
  tenant uuid not null references tenant,
  key smallint not null check (key > 0),
  wrapped bytea not null, -- under the centre's own key
  made moment not null,
  primary key (tenant, key)
);

-- Beside the log: salt and bytes are sealed as one. The salt alone would let anybody who has the
-- log's hash try phone numbers until one fits.
alter table private
  alter column salt drop not null,
  add column key smallint,
  add constraint is_under_a_key foreign key (tenant, key) references field_key not valid,
  add constraint is_sealed check (key is not null and salt is null) not valid;

-- Each field of a person is sealed for itself, bound to shop, member and field.
drop index member_by_phone;
alter table member
  drop column name, drop column phone, drop column birthday, drop column language;
alter table member
  add column key smallint, -- all four are under this one
  add column name bytea not null default '',
  add column phone bytea not null default '',
  add column birthday bytea not null default '',
  add column language bytea not null default '',
  add constraint is_under_a_key foreign key (tenant, key) references field_key not valid,
  add constraint is_sealed check (
    key is not null or length(name || phone || birthday || language) = 0);

truncate contact_claim;
alter table contact_claim
  alter column phone type digest using sha256(convert_to(phone, 'UTF8')); -- made under a key

create table visit ( -- the stores somebody came by besides the one where they joined: they are
  tenant uuid not null, --   told all that is known of them, other stores are not
  member uuid not null,
  store uuid not null,
  primary key (tenant, member, store),
  foreign key (tenant, member) references member,
  foreign key (tenant, store) references store
);

alter table tenant add column retained date not null default '2000-01-01'; -- the last day on which
-- somebody looked who has been away for too long: whoever writes it does so, for all processes

create table notice ( -- away for so long that they will be erased: since when that can be read
  tenant uuid not null,
  member uuid not null,
  day date not null,
  primary key (tenant, member),
  foreign key (tenant, member) references member
);

create index erased_in_order on erased (tenant, feed_seq); -- which till has read that far

call guard('field_key', 'select, insert, delete');
call guard('visit', 'select, insert, delete');
call guard('notice', 'select, insert, delete');
grant delete on consent to regulars_service; -- of somebody who is erased
