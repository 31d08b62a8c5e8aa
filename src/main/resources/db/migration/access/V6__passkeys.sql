-- Passkeys (WebAuthn): keys in a phone, a computer or a stick that sign a question of the house. Only public keys stand here.
-- A person is known to the keys by random bytes that say nothing about the person.
create table access.passkey_person (
    officer_id int   primary key references org.officer,
    handle     bytea not null unique check (octet_length(handle) between 16 and 64)
);

create table access.passkey (
    id              int         generated always as identity primary key,
    officer_id      int         not null references access.passkey_person,
    name            text        not null check (length(name) between 1 and 40),
    credential      bytea       not null unique check (octet_length(credential) <= 1023),
    public_key      bytea       not null,
    attestation     bytea       not null,
    signature_count bigint      not null default 0,
    verified        boolean     not null,
    backup_eligible boolean     not null,
    backed_up       boolean     not null,
    transports      text        not null default '',
    since           timestamptz not null default now(),
    used_at         timestamptz
);
create index passkey_officer on access.passkey (officer_id);

-- One's own; who looks after accounts may take it away, not make another. The house looks them up at its door.
do $$
declare
    name text;
begin
    foreach name in array array['passkey_person', 'passkey'] loop
        execute format('alter table access.%I enable row level security', name);
        execute format('alter table access.%I force row level security', name);
        execute format('create policy walled on access.%1$I
            using (officer_id = (select org.officer_in_sight())
                   or exists (select from org.officer o where o.id = officer_id and o.unit_id = any ((select org.units_in_sight())::int[])))
            with check (officer_id = (select org.officer_in_sight()) or (select org.house_in_sight()))', name);
    end loop;
end
$$;
grant select, insert, update, delete on access.passkey_person, access.passkey to ${app};
