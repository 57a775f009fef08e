-- A wallet has one member for good. The first enrolment that names it says who; what comes later
-- enrols its member without it.
--
-- Where an older program let a second member in with a wallet, whoever was first keeps it; the others
-- stay members, without points, and a person is told. What tills are told of them is as it would have
-- been.

-- The owner sees all tenants for the length of this transaction.
alter table tenant no force row level security;
alter table wallet no force row level security;
alter table enrolment no force row level security;
alter table operation no force row level security;
alter table fact no force row level security;
alter table review no force row level security;
alter table entity_version no force row level security;
alter table enrolment disable trigger user;

do $$ begin
  delete from enrolment again where exists (select 1 from enrolment earlier
    where (earlier.tenant, earlier.member, earlier.wallet)
      = (again.tenant, again.member, again.wallet) and earlier.position < again.position);
  create temporary table enrolled_too on commit drop as
  select tenant, wallet, member, null::uuid as device, null::bigint as received,
    null::bigint as hlc
  from enrolment
  where exists (select 1 from enrolment twin
    where (twin.tenant, twin.wallet) = (enrolment.tenant, enrolment.wallet)
      and twin.member <> enrolment.member);
  if not exists (select 1 from enrolled_too) then
    return;
  end if;

  update enrolled_too one
  set device = said.device, received = said.received, hlc = said.hlc
  from (
    select distinct on (tenant, member, wallet) tenant, member, wallet, device, received, hlc
    from (select tenant, device, received, hlc, place,
        convert_from(body, 'UTF8')::jsonb -> 'data' ->> 'member' as member,
        convert_from(body, 'UTF8')::jsonb -> 'data' ->> 'wallet' as wallet
      from operation
      where kind = 'member.enrolled' and outcome <> 'duplicate'
        and tenant in (select tenant from enrolled_too)) enrolled
    order by tenant, member, wallet, received, hlc, place
  ) said
  where (one.tenant, one.member, one.wallet) = (said.tenant, said.member::uuid, said.wallet::uuid);

  create temporary table not_theirs on commit drop as
  select ranked.*, row_number() over (partition by tenant order by wallet, member) as number,
    'wallet-of-two' as code,
    replace(member::text, '-', '') || ' ' || replace(holder::text, '-', '') as about
  from (
    select tenant, wallet, member, device,
      first_value(member) over first_come as holder, row_number() over first_come as place
    from enrolled_too
    window first_come as (partition by tenant, wallet order by received, hlc, member)
  ) ranked
  where place > 1;

  delete from enrolment using not_theirs one
  where (enrolment.tenant, enrolment.member, enrolment.wallet)
    = (one.tenant, one.member, one.wallet);
  update wallet set member = one.holder from not_theirs one
  where (wallet.tenant, wallet.wallet) = (one.tenant, one.wallet);
  delete from entity_version using not_theirs one
  where (entity_version.tenant, kind, entity) = (one.tenant, 'member', uuid_send(one.member));
  delete from fact using not_theirs one
  where (fact.tenant, kind, name) = (one.tenant, 'member', uuid_send(one.member));

  create temporary table to_be_seen on commit drop as
  select one.tenant, one.number, one.code, one.about, tenant.day,
    substring(sha256(convert_to('regulars-review-1 ' || code || ' ' || about, 'UTF8')) for 16)
      as review,
    format('{"about":"%s","code":"%s","devices":[%s],"member":"%s","opened":"%s","points":0}',
      about, code, coalesce('"' || replace(device::text, '-', '') || '"', ''),
      replace(member::text, '-', ''), tenant.day) as value
  from not_theirs one join tenant using (tenant);

  insert into review (tenant, review, kind, detail, opened)
  select tenant, encode(review, 'hex')::uuid, code,
    jsonb_build_object('about', about, 'points', 0), (extract(epoch from now()) * 1000)::bigint
  from to_be_seen;
  insert into fact (tenant, kind, name, value) select tenant, 'review', review, value
  from to_be_seen;
  insert into entity_version (tenant, kind, entity, seq)
  select tenant, 'review', review, next_seq + number - 1 from to_be_seen join tenant using (tenant);
  update tenant set next_seq = next_seq + many
  from (select tenant as of, count(*) as many from to_be_seen group by tenant) counted
  where tenant.tenant = counted.of;
end $$;

create unique index enrolment_by_wallet on enrolment (tenant, wallet);

alter table enrolment enable trigger user;
alter table tenant force row level security;
alter table wallet force row level security;
alter table enrolment force row level security;
alter table operation force row level security;
alter table fact force row level security;
alter table review force row level security;
alter table entity_version force row level security;
