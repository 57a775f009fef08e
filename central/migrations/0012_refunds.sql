-- What tills were told of their requests for refunds by an earlier life of this database: it stands.
create table refund_told (
  tenant uuid not null references tenant,
  request uuid not null, -- the operation that asked; may not have arrived again yet
  place_done integer not null check (place_done >= 0), -- as which one of its sale; 0: refused
  primary key (tenant, request)
);
call guard('refund_told', 'select, insert, update');
