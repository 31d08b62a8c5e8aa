-- The auditor reads the trail of the units kept in sight, and nothing of their matters.
create or replace function audit.top_in_sight() returns boolean language sql stable parallel safe as $$
    select exists (select from org.unit u where u.parent_id is null and u.id = any (org.kept_in_sight()))
$$;
alter policy seen on audit.line
    using (unit_id = any ((select org.kept_in_sight())::int[])
           or officer_id = (select nullif(org.officer_in_sight(), 0))
           or (select org.house_in_sight())
           or (unit_id is null and (select audit.top_in_sight())));
