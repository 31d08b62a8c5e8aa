-- Words that were pasted before, known by a keyed fingerprint alone: chatter leaves nothing behind that could be read.
create table intake.looked_at (
    unit_id     int         not null,
    group_id    int         not null,
    fingerprint bytea       not null,
    matter_id   bigint,
    at          timestamptz not null default now(),
    primary key (unit_id, group_id, fingerprint)
);
create index looked_at_age on intake.looked_at using brin (at);
alter table intake.looked_at enable row level security;
alter table intake.looked_at force row level security;
create policy walled on intake.looked_at
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

grant usage on schema intake to ${app};
grant select, insert, update, delete on intake.looked_at to ${app};
