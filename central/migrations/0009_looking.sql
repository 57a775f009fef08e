-- What wants a person is told to tills as a fact: which kinds of facts there are is the rules' word.
-- What a till that was let in has looked at is kept, where somebody else's figures are concerned.

alter table fact drop constraint fact_kind_check,
  add constraint fact_kind_is_a_word check (kind ~ '^[a-z][a-z.-]{0,31}$');

-- Who settled it may be known to a till before the centre has heard of them.
alter table review drop constraint review_tenant_closed_by_fkey;

create table till_act ( -- what an office did to another till, for whoever asks later
  tenant uuid not null,
  number bigint not null generated always as identity,
  device uuid not null, -- who asked
  staff uuid not null, -- in whose name
  act text not null check (act in ('retire')),
  about uuid not null,
  epoch integer not null,
  points amount not null, -- what came back, and is the most the shop can lose
  at moment not null,
  primary key (tenant, number),
  foreign key (tenant, device) references device,
  foreign key (tenant, about, epoch) references device_epoch (tenant, device, epoch)
);
call guard('till_act', 'select, insert');
call keep_for_ever('till_act');
