-- A PIN counts only where an operation says who set it, for whom and where. The verifier stays apart
-- from the log; what is kept here is at which device the one that counts was set.

alter table staff add column pin_device uuid; -- null: none was set, or before this was noted
create index operation_pins on operation (tenant) where kind = 'pin.set';
