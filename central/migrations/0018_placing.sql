-- Where members shop, so that their points are there when a store is cut off.

alter table tenant
  add column redeem_min amount not null default 100 check (redeem_min > 0), -- of its programme
  add column wishes bigint[] not null default '{0,0,0,0,0,0,0,0}' -- how much was spent at once
    check (cardinality(wishes) = 8);

-- The owner sees all tenants for the length of this transaction.
alter table tenant no force row level security;
alter table document no force row level security;
update tenant set redeem_min = greatest(1,
    (convert_from(document.body, 'UTF8')::json #>> '{document,redeem_min}')::bigint)
from document
where document.tenant = tenant.tenant and document.kind = 'programme'
  and document.name = 'current';
alter table tenant force row level security;
alter table document force row level security;

-- Which till spends while its store is cut off, where a person chose one; a device of that store.
alter table store add column lead uuid;

alter table wallet
  add column shops bytea not null default '', -- store, day and weight of each; 24 bytes
  add column level amount not null default 0; -- tills hand back until the pool has so much

create table night ( -- how far the night's look at all wallets has come
  tenant uuid not null references tenant,
  day date not null,
  after uuid, -- wallets up to this one are done; null: all are
  primary key (tenant)
);
call guard('night', 'select, insert, update');
