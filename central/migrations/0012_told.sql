-- Stores and tills that were there before the feed told of them (0008) are put at its end, so that
-- every till knows their names.

-- The owner sees all tenants for the length of this transaction.
alter table tenant no force row level security;
alter table store no force row level security;
alter table device no force row level security;
alter table entity_version no force row level security;

with known as (
  select tenant, 'store' as kind, uuid_send(store) as entity from store
  union all
  select tenant, 'till', uuid_send(device) from device where role in ('counter', 'office')
), untold as (
  select tenant, kind, entity, row_number() over (partition by tenant order by kind, entity) as number
  from known
  where not exists (select 1 from entity_version told
    where (told.tenant, told.kind, told.entity) = (known.tenant, known.kind, known.entity))
), counter as (
  update tenant set next_seq = next_seq + many
  from (select tenant as of, count(*) as many from untold group by tenant) counted
  where tenant.tenant = counted.of
  returning tenant.tenant, next_seq - many as first
)
insert into entity_version (tenant, kind, entity, seq)
select tenant, kind, entity, first + number - 1 from untold join counter using (tenant);

alter table tenant force row level security;
alter table store force row level security;
alter table device force row level security;
alter table entity_version force row level security;
