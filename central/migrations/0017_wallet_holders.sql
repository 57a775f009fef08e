-- A wallet has one member for good. The first enrolment that names it says who; what comes later
-- enrols its member without it.
create unique index enrolment_by_wallet on enrolment (tenant, wallet);
