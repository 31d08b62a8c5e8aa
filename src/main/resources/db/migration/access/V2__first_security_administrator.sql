-- The one account of a security administrator that a system administrator gives; every other account is given by who has one.
alter table access.credential add column first_security boolean not null default false;
create unique index credential_first_security on access.credential (first_security) where first_security;
