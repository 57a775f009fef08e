-- What a till was told of its requests for refunds by an earlier life of this database: it stands.
create table refund_told (
  tenant uuid not null references tenant,
  device uuid not null,
  request uuid not null, -- the operation that asked; may not have arrived again yet
  number_done integer not null check (number_done >= 0), -- as which one of its sale; 0: refused
  primary key (tenant, request, device),
  foreign key (tenant, device) references device
);
call guard('refund_told', 'select, insert, update');
