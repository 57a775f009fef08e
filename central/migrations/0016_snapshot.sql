-- What a new till is told, made ahead: packed rows in parts, sealed like all that is personal. It
-- can be made anew at any time, so it is in no backup.

create table snapshot (
  tenant uuid not null references tenant,
  audience bytea not null check (length(audience) in (0, 16)), -- a store; empty: offices
  making uuid not null, -- under which its parts are kept
  digest digest not null, -- of all packed bytes, before they were sealed
  feed_epoch bigint not null,
  seq bigint not null, -- the place in the feed from which a till goes on
  count bigint not null, -- rows
  size bigint not null, -- packed bytes
  made moment not null,
  primary key (tenant, audience)
);

create table snapshot_part ( -- also of one that is still being made, or never was finished
  tenant uuid not null references tenant,
  making uuid not null,
  part integer not null check (part >= 0),
  key smallint not null, -- the shop's key it is sealed under
  bytes bytea not null,
  made moment not null,
  primary key (tenant, making, part)
);
alter table snapshot_part alter column bytes set storage external; -- it is packed already

call guard('snapshot', 'select, insert, delete');
call guard('snapshot_part', 'select, insert, delete');
