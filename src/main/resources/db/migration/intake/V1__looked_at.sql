-- Messages that were pasted before, known by keyed digests alone: chatter leaves nothing behind that could be read. All parts of the
-- key are needed to know a stretch again that was copied in another layout; place is the order of the chat.
create table intake.looked_at (
    unit_id      int              not null,
    group_id     int              not null,
    fingerprint  bytea            not null check (length(fingerprint) = 32),
    place        double precision not null,
    said         bytea            not null check (length(said) = 32),
    ending       bytea            not null check (length(ending) in (0, 32)),
    minute       timestamp,
    exact_day    boolean          not null,
    occurrence   int              not null check (occurrence > 0),
    sender_known boolean          not null,
    matter_id    bigint,
    by_id        int              not null,
    at           timestamptz      not null default now(),
    primary key (unit_id, group_id, fingerprint)
);
create index looked_at_place on intake.looked_at (unit_id, group_id, place);
create index looked_at_age on intake.looked_at (at) where matter_id is null;
alter table intake.looked_at enable row level security;
alter table intake.looked_at force row level security;
create policy walled on intake.looked_at
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

grant usage on schema intake to ${app};
grant select, insert, update, delete on intake.looked_at to ${app};

-- Forms of the residents' page that were sent, so that a second tap on "send" leads to the same matter.
create table intake.form (
    key       text        primary key check (length(key) between 16 and 64),
    unit_id   int         not null,
    matter_id bigint,
    at        timestamptz not null default now()
);
create index form_age on intake.form (unit_id, at);
alter table intake.form enable row level security;
alter table intake.form force row level security;
create policy walled on intake.form
    using (unit_id = any ((select org.units_in_sight())::int[])
           or exists (select from matter.matter m where m.id = matter_id))
    with check (unit_id = any ((select org.units_in_sight())::int[])
           or exists (select from matter.matter m where m.id = matter_id and m.unit_id = form.unit_id));
grant select, insert, update, delete on intake.form to ${app};
