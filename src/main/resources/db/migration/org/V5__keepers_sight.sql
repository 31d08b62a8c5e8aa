-- Who keeps the house (system, security, audit) has no unit's matters in sight: org.units_in_sight() is empty for these three, and with
-- it every table whose policy asks for it. What they do keep is told apart; everybody else keeps the units in sight.
create function org.kept_in_sight() returns int[] language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('fengqiao.keeps', true), '')::int[], org.units_in_sight())
$$;
create function org.keeper_in_sight() returns boolean language sql stable parallel safe as $$
    select nullif(current_setting('fengqiao.keeps', true), '') is not null
$$;

alter policy added on org.unit
    with check (parent_id = any ((select org.kept_in_sight())::int[]) or (select org.house_in_sight()));
alter policy changed on org.unit
    using (id = any ((select org.kept_in_sight())::int[])) with check (id = any ((select org.kept_in_sight())::int[]));

alter policy seen on org.officer
    using (unit_id = any ((select org.kept_in_sight())::int[]) or id = (select org.officer_in_sight()) or unit_id = (select org.home_in_sight()));
alter policy added on org.officer with check (unit_id = any ((select org.kept_in_sight())::int[]));
alter policy changed on org.officer
    using (unit_id = any ((select org.kept_in_sight())::int[])) with check (unit_id = any ((select org.kept_in_sight())::int[]));

alter policy walled on org.grid
    using (unit_id = any ((select org.kept_in_sight())::int[]) or unit_id = (select org.home_in_sight()))
    with check (unit_id = any ((select org.kept_in_sight())::int[]));
