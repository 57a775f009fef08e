-- Points: totals and rights as escrow, the ledger, and what a person should look at.

create table wallet (
  tenant uuid not null,
  wallet uuid not null,
  member uuid not null, -- whose it was first; whose it is follows alias_of
  balance amount not null default 0,
  held amount not null default 0, -- the sum of what tills hold the rights to
  pool amount not null generated always as (balance - held) stored,
  debt amount not null default 0,
  visits integer not null default 0 check (visits >= 0),
  last_visit date,
  next_end date, -- the first day on which points end, not yet taken out
  primary key (tenant, wallet),
  foreign key (tenant, member) references member,
  constraint rights_are_covered check (held <= balance) -- what makes overdrawing impossible
);
create index wallet_of_member on wallet (tenant, member);
create index wallet_ending on wallet (tenant, next_end) where next_end is not null;

create table holding ( -- the rights of one till to one wallet: cumulative, each with one writer
  tenant uuid not null,
  wallet uuid not null,
  device uuid not null,
  epoch integer not null,
  granted amount not null default 0, -- by the centre
  earned amount not null default 0, -- by sales and refunds in the till's log
  used amount not null default 0, -- by what the till's log spent
  returned amount not null default 0, -- by what the till's log gave back to the pool
  reclaimed amount not null default 0, -- by a person who retired the till
  available amount not null -- the domain refuses less than nothing
    generated always as (granted + earned - used - returned - reclaimed) stored,
  primary key (tenant, wallet, device, epoch),
  foreign key (tenant, wallet) references wallet,
  foreign key (tenant, device, epoch) references device_epoch
);
create index holding_of_device on holding (tenant, device, epoch);

create table grant_report ( -- after a restore: grants a till knows of; the larger total counts
  tenant uuid not null,
  wallet uuid not null, -- may have been lost here too, until its enrolment is pushed again
  device uuid not null,
  epoch integer not null,
  granted amount not null,
  primary key (tenant, wallet, device, epoch),
  foreign key (tenant, device, epoch) references device_epoch
);

create table wish ( -- a till asked for more than the pool had: the others are asked to give back
  tenant uuid not null,
  wallet uuid not null,
  device uuid not null,
  epoch integer not null,
  points amount not null,
  primary key (tenant, wallet), -- the newest one
  foreign key (tenant, wallet) references wallet,
  foreign key (tenant, device, epoch) references device_epoch
);

-- Looked at when the transaction commits, so that its statements may come in any order.
create function compare_held() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from wallet where tenant = new.tenant and wallet = new.wallet and held <> (
      select coalesce(sum(available), 0) from holding
      where holding.tenant = new.tenant and holding.wallet = new.wallet)
  ) then
    raise exception 'wallet %: held is not the sum of its holdings', new.wallet
      using errcode = 'RG003';
  end if;
  return null;
end $$;
create constraint trigger held_is_the_sum after insert or update on holding
  deferrable initially deferred for each row execute function compare_held();
create constraint trigger held_is_the_sum after insert or update of held on wallet
  deferrable initially deferred for each row execute function compare_held();

create table entry ( -- the ledger: what each operation did to each wallet
  tenant uuid not null,
  wallet uuid not null,
  device uuid not null,
  place place not null,
  line smallint not null check (line between 0 and 1023),
  kind text not null,
  points change not null,
  debt change not null,
  day date not null,
  hlc bigint not null,
  act uuid not null, -- the sale or other act it belongs to
  expires_on date,
  primary key (tenant, wallet, device, place, line),
  foreign key (tenant, wallet) references wallet,
  foreign key (tenant, device, place) references operation
);
create index entry_by_day on entry (tenant, day);

create table lot ( -- what the lots of a wallet have left; made again from its entries at any time
  tenant uuid not null,
  wallet uuid not null,
  number integer not null check (number >= 0), -- in the order of use
  device uuid not null,
  place place not null,
  line smallint not null, -- with the two before it: the entry that brought the points
  expires_on date,
  points amount not null,
  unused amount not null,
  primary key (tenant, wallet, number),
  foreign key (tenant, wallet) references wallet,
  check (unused <= points)
);

create table receipt ( -- a receipt earns once; giving its sale back in full frees it
  tenant uuid not null,
  receipt text not null,
  device uuid not null,
  place place not null, -- of the sale
  primary key (tenant, receipt),
  foreign key (tenant, device, place) references operation
);

create table given_back ( -- what has gone back of a sale or redemption; no row, nothing has
  tenant uuid not null,
  device uuid not null,
  place place not null, -- of the sale
  refunded_lines jsonb not null default '[]', -- amounts that went back, by line
  restored amount not null default 0, -- points given back
  taken_back amount not null default 0, -- of the award
  lapsed amount not null default 0, -- of the award, had ended unused
  corrected amount not null default 0, -- of the award, taken back by the authority itself
  is_gone boolean not null default false,
  is_released boolean not null default false, -- its till gave up the right to reverse it
  primary key (tenant, device, place),
  foreign key (tenant, device, place) references operation
);

create table refund_request ( -- waits until the right to give the sale back has come here
  tenant uuid not null,
  device uuid not null,
  place place not null, -- of the operation that asks
  sale uuid not null, -- may not have arrived yet
  is_done boolean not null default false,
  primary key (tenant, device, place),
  foreign key (tenant, device, place) references operation
);
create index refund_request_open on refund_request (tenant, sale) where not is_done;

create table loss ( -- points the shop pays for: spent at a till that had been declared dead
  tenant uuid not null,
  device uuid not null,
  place place not null,
  wallet uuid not null,
  points amount not null check (points > 0),
  primary key (tenant, device, place, wallet),
  foreign key (tenant, device, place) references operation,
  foreign key (tenant, wallet) references wallet
);

create table review ( -- what a person should look at; never holds an operation up
  tenant uuid not null references tenant,
  review uuid not null,
  kind text not null,
  device uuid,
  place place,
  member uuid,
  wallet uuid,
  detail jsonb not null default '{}', -- figures and ids, nothing personal
  opened moment not null,
  closed moment,
  closed_by uuid, -- staff
  outcome text not null default '',
  primary key (tenant, review),
  foreign key (tenant, device) references device,
  foreign key (tenant, member) references member,
  foreign key (tenant, wallet) references wallet,
  foreign key (tenant, closed_by) references staff
);
create index review_open on review (tenant, opened) where closed is null;

call guard('wallet', 'select, insert, update');
call guard('holding', 'select, insert, update');
call guard('grant_report', 'select, insert, update, delete');
call guard('wish', 'select, insert, update, delete');
call guard('entry', 'select, insert');
call guard('lot', 'select, insert, update, delete');
call guard('receipt', 'select, insert, update, delete');
call guard('given_back', 'select, insert, update');
call guard('refund_request', 'select, insert, update');
call guard('loss', 'select, insert');
call guard('review', 'select, insert, update');

call keep_for_ever('entry');
call keep_for_ever('loss');

-- Going back would be a bug.
create trigger only_grows before update on holding for each row
  when (new.granted < old.granted or new.earned < old.earned or new.used < old.used
    or new.returned < old.returned or new.reclaimed < old.reclaimed)
  execute function refuse_change();
