-- System, security and audit administrator are three persons (GB/T 22239-2019, level 3). A person is known by the badge, so each of the
-- three needs one, and among the accounts in use no badge stands twice.
alter table org.officer drop constraint officer_role_check;
alter table org.officer add constraint officer_role_check check (role in ('OFFICER', 'AUXILIARY', 'CHIEF', 'SUPERVISOR', 'PARTNER',
    'MEDIATOR', 'VOLUNTEER', 'ADMINISTRATOR', 'SECURITY', 'AUDITOR'));

-- Who was an administrator stays system administrator; whose badge is missing, or is a colleague's, is told apart by the account.
select set_config('fengqiao.units', '*', true);
update org.officer o set badge = 'SYS-' || o.id
where o.role = 'ADMINISTRATOR'
  and (o.badge = '' or exists (select from org.officer other where other.role = 'ADMINISTRATOR' and upper(other.badge) = upper(o.badge) and other.id < o.id));
select set_config('fengqiao.units', '', true);

alter table org.officer add constraint officer_keeper_badge
    check (role not in ('ADMINISTRATOR', 'SECURITY', 'AUDITOR') or badge <> '');
create unique index officer_keeps_once on org.officer (upper(badge))
    where role in ('ADMINISTRATOR', 'SECURITY', 'AUDITOR') and disabled_at is null;

-- Nobody changes the own role, whatever the program does.
create function org.nobody_changes_the_own_role() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if new.id = org.officer_in_sight() and new.role <> old.role then
        raise exception 'nobody changes the own role' using errcode = '42501';
    end if;
    return new;
end
$$;
create trigger nobody_changes_the_own_role before update of role on org.officer
    for each row execute function org.nobody_changes_the_own_role();
