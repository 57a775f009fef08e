-- The logs of all devices, as their bytes came: the truth everything else follows from.

create table operation (
  tenant uuid not null,
  device uuid not null,
  place place not null,
  id uuid not null,
  kind text not null,
  version smallint not null,
  at moment not null, -- as the till's clock had it
  day date not null,
  hlc bigint not null,
  body bytea not null, -- canonical bytes: what was hashed is what is stored
  hash digest not null,
  outcome text not null check (outcome in (
    'posted', 'posted-with-review', 'duplicate', 'parked', 'refused', 'waiting')),
  answer jsonb not null default '{}', -- what the till was told: the same whenever it asks again
  received moment not null,
  primary key (tenant, device, place),
  foreign key (tenant, device) references device
);
-- The second, independent guard: whichever way it came, an act counts once.
create unique index operation_counts_once on operation (tenant, id) where outcome <> 'duplicate';
create index operation_by_day on operation (tenant, day, kind);

create table private ( -- personal data beside the chain; a row can be erased, never changed
  tenant uuid not null,
  device uuid not null,
  place place not null,
  salt bytea not null check (length(salt) = 16),
  bytes bytea not null,
  primary key (tenant, device, place),
  foreign key (tenant, device, place) references operation
);

create table parked ( -- what is taken in but not posted yet: see its operation's outcome
  tenant uuid not null,
  device uuid not null,
  place place not null,
  why text not null, -- a kind or version this centre does not know, or it is healing
  outcome text check (outcome in ('posted', 'posted-with-review', 'refused')), -- once it was posted
  answer jsonb not null default '{}',
  taken_up moment,
  primary key (tenant, device, place),
  foreign key (tenant, device, place) references operation
);
create index parked_still on parked (tenant, device, place) where outcome is null;

create table kept ( -- what a log that two tills write says from there on; for a person to look at
  tenant uuid not null,
  device uuid not null,
  place place not null,
  hash digest not null,
  body bytea not null,
  received moment not null,
  primary key (tenant, device, place, hash),
  foreign key (tenant, device) references device
);

call guard('operation', 'select, insert');
call guard('private', 'select, insert, delete');
call guard('parked', 'select, insert, update');
call guard('kept', 'select, insert');

call keep_for_ever('operation');
call keep_for_ever('kept');

create trigger is_written_once before update on private
  for each statement execute function refuse_change();
create trigger is_kept before truncate on private
  for each statement execute function refuse_loss();
