-- Which keys the sealed fields of this database may have been sealed with, by fingerprint alone; the keys themselves are in a file
-- outside. Holds no station's rows, so it stands outside the walls.
create table vault.key (
    id           int         primary key check (id > 0),
    algorithm    text        not null check (algorithm in ('AES', 'SM4')),
    fingerprint  bytea       not null check (octet_length(fingerprint) = 8),
    made_at      timestamptz not null default now(),
    destroyed_at timestamptz
);

grant usage on schema vault to ${app};
grant select, insert, update (destroyed_at) on vault.key to ${app};
