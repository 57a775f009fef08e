-- Who takes part: the shop, its places, its devices and what opens the doors to them.

create table tenant ( -- a shop or a chain, with one currency
  tenant uuid primary key,
  name text not null,
  currency text not null check (length(currency) = 3),
  exponent smallint not null check (exponent between 0 and 4),
  zone text not null,
  day_start smallint not null check (day_start between 0 and 23), -- hour the business day begins
  region text not null, -- how phone numbers without a country are read
  worth_points amount not null, -- so many points are worth `worth_minor`: a shop that joins must
  worth_minor amount not null, --   have the same, or state a conversion
  lease_days smallint not null default 14 check (lease_days between 1 and 3650),
  next_seq bigint not null default 1 check (next_seq > 0), -- of the feed; its row lock is the order
  feed_epoch integer not null default 1 check (feed_epoch > 0), -- raised by a restore
  is_authority boolean not null default false, -- false: the lone till has not handed over yet
  is_healing boolean not null default false, -- restored: first every till has to report
  founded moment not null
);

create table secret ( -- what all tills of a tenant share, and the centre's key of it
  tenant uuid not null references tenant,
  name text not null check (name in ('phone', 'pepper', 'signing', 'proof')), -- of the centre's key
  wrapped bytea not null, -- under the service's own key, which is not in any database
  primary key (tenant, name)
);

create table store (
  tenant uuid not null references tenant,
  store uuid not null,
  name text not null,
  is_active boolean not null default true,
  primary key (tenant, store)
);

create table device ( -- whatever writes a log: a till, an office, and the centre itself
  tenant uuid not null,
  device uuid not null,
  store uuid not null,
  role text not null check (role in ('counter', 'office', 'centre')), -- of its newest life, as store
  name text not null default '',
  closed_place place, -- of its last day.close: the authority gives back what it sold up to there
  feed_seq bigint not null default 0, -- how far it has read: what erased data it may still hold
  enrolled moment not null,
  seen moment,
  primary key (tenant, device),
  foreign key (tenant, store) references store
);
create index device_alone on device (device); -- whoever asks for a nonce names no tenant

create table device_epoch ( -- one life of a device's log, and all that duplicates are known by
  tenant uuid not null,
  device uuid not null,
  epoch integer not null check (epoch > 0),
  standing text not null default 'live'
    check (standing in ('live', 'retired', 'quarantined')), -- as the rules have it
  is_revoked boolean not null default false, -- shut out, by a person, for ever; no rule writes this
  store uuid, -- it was let in for; null: only heard of
  role text check (role in ('counter', 'office')),
  is_copied boolean not null default false, -- two tills write this log: nothing more is posted
  last_seq bigint not null default 0 check (last_seq between 0 and 4294967295), -- arrived
  posted_seq bigint not null default 0 check (posted_seq >= 0),
  head digest not null, -- of its newest operation; before the first, the chain's seed
  reported_seq bigint, -- how long it said its log is, after a restore of the centre; null: not yet
  public_key digest not null, -- Ed25519
  primary key (tenant, device, epoch),
  foreign key (tenant, device) references device,
  foreign key (tenant, store) references store,
  check (posted_seq <= last_seq)
);

create table nonce ( -- made up for a device to sign, once
  tenant uuid not null,
  device uuid not null,
  epoch integer not null,
  nonce digest not null,
  made moment not null,
  primary key (tenant, device, epoch, nonce),
  foreign key (tenant, device, epoch) references device_epoch
);

create table invitation ( -- a one-time code, as its fingerprint
  tenant uuid not null,
  fingerprint digest not null,
  store uuid not null,
  role text not null check (role in ('counter', 'office')),
  founds boolean not null, -- the till brings a shop that ran alone, with all its log
  made_by uuid, -- staff; null: whoever runs the centre
  made moment not null,
  device uuid, -- the only one it lets in, under whatever key; null: any that nobody has been
  used_by uuid, -- a code lets one device in
  used moment,
  primary key (tenant, fingerprint),
  foreign key (tenant, store) references store,
  foreign key (tenant, device) references device,
  foreign key (tenant, used_by) references device
);
create index invitation_alone on invitation (fingerprint); -- a new till knows no tenant yet

create table staff (
  tenant uuid not null references tenant,
  staff uuid not null,
  name text not null,
  role text not null,
  is_active boolean not null,
  pin text not null default '', -- verifier; travels to the tills, never in a log
  pin_changed moment not null default 0,
  primary key (tenant, staff)
);

create table document ( -- newest state of shop-wide things: programme, settings, texts
  tenant uuid not null references tenant,
  kind text not null,
  name text not null,
  body bytea not null, -- canonical bytes
  stamp stamp not null,
  primary key (tenant, kind, name)
);

call guard('tenant', 'select, insert, update');
call guard('secret', 'select, insert, update');
call guard('store', 'select, insert, update');
call guard('device', 'select, insert, update');
call guard('device_epoch', 'select, insert, update');
call guard('nonce', 'select, insert, delete');
call guard('invitation', 'select, insert, update, delete');
call guard('staff', 'select, insert, update');
call guard('document', 'select, insert, update');

-- Going back would be a bug.
create trigger only_grows before update on tenant for each row
  when (new.next_seq < old.next_seq or new.feed_epoch < old.feed_epoch)
  execute function refuse_change();
create trigger only_grows before update on device_epoch for each row
  when (new.last_seq < old.last_seq or new.posted_seq < old.posted_seq
    or (old.is_copied and not new.is_copied) or (old.is_revoked and not new.is_revoked))
  execute function refuse_change();

-- The only questions that no tenant bounds. They answer with ids and nothing else, and run as the
-- owner, who may for this read these three tables.
create policy for_the_owner on tenant for select to current_user using (true);
create policy for_the_owner on invitation for select to current_user using (true);
create policy for_the_owner on device for select to current_user using (true);

create function every_tenant() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as 'select tenant from tenant order by tenant';

create function tenants_of_code(wanted bytea) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as 'select tenant from invitation where fingerprint = wanted';

create function tenants_of_device(wanted uuid) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as 'select tenant from device where device.device = wanted';

revoke all on function every_tenant, tenants_of_code, tenants_of_device from public;
grant execute on function every_tenant, tenants_of_code, tenants_of_device to regulars_service;
