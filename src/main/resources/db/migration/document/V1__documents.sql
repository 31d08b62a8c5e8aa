-- Papers that were put beside a matter, judged by their content. Their bytes stand here, behind the same walls and in the same backup as
-- the matter. What is in quarantine is never handed out.
create table document.document (
    id          bigint generated always as identity primary key,
    matter_id   bigint      not null references matter.matter,
    unit_id     int         not null,
    kind        text        not null check (kind in ('PDF', 'DOCX', 'XLSX')),
    name        text        not null,
    sha256      text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
    content     bytea       not null,
    quarantined text        check (quarantined in ('VIRUS', 'ENCRYPTED')),
    added_by    int         not null,
    added_at    timestamptz not null default now()
);
create unique index document_once on document.document (matter_id, sha256);
alter table document.document enable row level security;
alter table document.document force row level security;
create policy walled on document.document
    using (unit_id = any ((select org.units_in_sight())::int[])
           or exists (select from matter.matter m where m.id = matter_id))
    with check (exists (select from matter.matter m where m.id = matter_id and m.unit_id = document.unit_id));
grant usage on schema document to ${app};
grant select, insert on document.document to ${app};
