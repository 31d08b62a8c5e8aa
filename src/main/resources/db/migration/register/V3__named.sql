-- Which line of an old register became a matter goes out of sight with it (matter/V7); that the line was brought in is still known, or it
-- would be brought in again.
alter table register.old_matter alter column matter_id drop not null;
create policy out_of_sight on register.old_matter as restrictive to ${app}
    using (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]));
grant update (matter_id) on register.old_matter to ${app};

create function register.named_leads_nowhere() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update register.old_matter set matter_id = null where matter_id = new.matter_id;
    return new;
end
$$;
create trigger named_leads_nowhere before insert on matter.named
    for each row execute function register.named_leads_nowhere();
