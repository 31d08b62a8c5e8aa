-- Asked "is it settled?": by whom, what was said.
create table callback.call (
    id         bigint generated always as identity primary key,
    unit_id    int         not null,
    matter_id  bigint      not null,
    officer_id int         not null default 0,
    settled    boolean     not null,
    stars      smallint check (stars between 1 and 5),
    words      text        not null default '',
    called_at  timestamptz not null default now()
);
create index call_of_matter on callback.call (matter_id, id);
create index call_of_unit on callback.call (unit_id, called_at);
alter table callback.call enable row level security;
alter table callback.call force row level security;
create policy walled on callback.call
    using (unit_id = any ((select org.units_in_sight())::int[])
           or exists (select from matter.matter m where m.id = matter_id))
    with check (exists (select from matter.matter m where m.id = matter_id and m.unit_id = call.unit_id));

grant usage on schema callback to ${app};
grant select, insert on callback.call to ${app};
