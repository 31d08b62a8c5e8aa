-- The second factor of a person: an app that shows six digits (RFC 6238). Its secret is kept nowhere: it follows from the house's own
-- secret and the nonce. A code is good once: used_step is the half minute of the last one.
create table access.second_factor (
    officer_id   int         primary key references org.officer,
    nonce        bytea       not null check (octet_length(nonce) >= 16),
    used_step    bigint      not null default 0,
    failures     int         not null default 0,
    locked_until timestamptz,
    since        timestamptz not null default now()
);

-- Ten codes on paper for the day the phone is lost; only a keyed hash is kept, each is good once.
create table access.recovery_code (
    officer_id int         not null references org.officer,
    hash       bytea       not null,
    used_at    timestamptz,
    primary key (officer_id, hash)
);

-- One's own; who looks after accounts may take it away, not make another.
do $$
declare
    name text;
begin
    foreach name in array array['second_factor', 'recovery_code'] loop
        execute format('alter table access.%I enable row level security', name);
        execute format('alter table access.%I force row level security', name);
        execute format('create policy walled on access.%1$I
            using (officer_id = (select org.officer_in_sight())
                   or exists (select from org.officer o where o.id = officer_id and o.unit_id = any ((select org.units_in_sight())::int[])))
            with check (officer_id = (select org.officer_in_sight()))', name);
    end loop;
end
$$;
grant select, insert, update, delete on access.second_factor, access.recovery_code to ${app};
