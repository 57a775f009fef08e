-- What a shop says of itself travels to all tills: its stores, tills, staff, programme, settings.

alter table fact drop constraint fact_kind_check, add constraint fact_kind_check check (
  kind in ('member', 'card', 'alias', 'erased', 'request', 'store', 'till', 'staff', 'document'));

-- A till that ran alone brings its shop; what that is called and when its day begins is in its log.
alter table tenant add column is_told boolean not null default true; -- false: not arrived yet

drop index review_of_kind; -- nobody asks by it

-- Operations put by are looked for by the reason, whenever a newer program starts.
drop index parked_still;
create index parked_still on parked (tenant, why, device, place) where outcome is null;
