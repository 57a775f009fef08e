-- How far a life of a device's log goes for good, once a later life of it has said so. Its rights
-- back what it did until all of that has arrived; then they are in the pool again.
alter table device_epoch
  add column ends_seq bigint check (ends_seq between 0 and 4294967295); -- null: nobody has said
