-- The centre's tables. `operation`, `private` and `entry` are the truth and grow only; every other
-- table follows from them, from what tills asked for (rights) and from what people decided here.
--
-- Every row belongs to a tenant, first in its key and in every foreign key, so that the schema can
-- be spread over several machines, and so that no row can point at another tenant's. Row-level
-- security shows a transaction the rows of the tenant it named (`regulars.tenant`) and no others.
--
-- An operation's `place` is its epoch times 2^32 plus its sequence number, as in a till's file.

create domain amount as bigint check (value between 0 and 1000000000000);
create domain change as bigint check (value between -1000000000 and 1000000000);
create domain moment as bigint check (value between 0 and 9007199254740992); -- ms, UTC
create domain place as bigint check (value > 4294967296);
create domain digest as bytea check (length(value) = 32);
-- A clock that never goes back and then a device (eight bytes and sixteen): of two changes of one
-- thing the greater stamp is the later one, in whatever order they arrive. Empty is before all.
create domain stamp as bytea default '' check (length(value) in (0, 24));

create function current_tenant() returns uuid stable parallel safe
  return current_setting('regulars.tenant')::uuid; -- fails where no tenant was named

-- What every table goes through once. `allowed` is what the service may do with it.
create procedure guard(named regclass, allowed text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', named);
  execute format('alter table %s force row level security', named);
  execute format('create policy own_tenant on %s using (tenant = current_tenant())', named);
  execute format('grant %s on %s to regulars_service', allowed, named);
end $$;

-- For what is written once. Binds the owner too, who could otherwise change it unseen.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a row of % is never changed', tg_table_name using errcode = 'RG001';
end $$;
create function refuse_loss() returns trigger language plpgsql as $$
begin
  raise exception 'a row of % is never deleted', tg_table_name using errcode = 'RG002';
end $$;
create procedure keep_for_ever(named regclass) language plpgsql as $$
begin
  execute format('create trigger is_written_once before update on %s
    for each statement execute function refuse_change()', named);
  execute format('create trigger is_kept before delete or truncate on %s
    for each statement execute function refuse_loss()', named);
end $$;
