-- The feed. Its numbers come from the tenant's own row, whose lock is held until the commit.

create table entity_version ( -- everything a till may know, once, at its latest change
  tenant uuid not null references tenant,
  kind text not null,
  entity bytea not null, -- its key: the bytes of its ids, or its name
  seq bigint not null check (seq > 0),
  is_deleted boolean not null default false,
  primary key (tenant, kind, entity)
);
create unique index entity_version_in_order on entity_version (tenant, seq);

call guard('entity_version', 'select, insert, update');
