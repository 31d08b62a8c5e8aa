-- No unit is in sight of who keeps the house (org.units_in_sight), which shuts every table here but for what was handed to a person or
-- to the own unit, and the own saved lists of somebody who had another role before. What was handed and is over is seen by nobody but
-- the unit that gave it.
alter policy seen on matter.sight
    using (given_by_unit = any ((select org.units_in_sight())::int[])
           or (not (select org.keeper_in_sight()) and (until is null or until > now())
               and ((why = 'TO_PARTNER' and unit_id <> 0 and unit_id = (select org.home_in_sight()))
                    or (officer_id <> 0 and officer_id = (select org.officer_in_sight())))));
alter policy reported on matter.sight
    using (given_by_unit = any ((select org.units_in_sight())::int[])
           or (not (select org.keeper_in_sight()) and (until is null or until > now())
               and ((why = 'TO_PARTNER' and unit_id <> 0 and unit_id = (select org.home_in_sight()))
                    or (officer_id <> 0 and officer_id = (select org.officer_in_sight())))));
alter policy walled on matter.saved_view
    using (officer_id = (select org.officer_in_sight()) and not (select org.keeper_in_sight()))
    with check (officer_id = (select org.officer_in_sight()) and not (select org.keeper_in_sight()));

-- What is to be ended some days after closing.
create index sight_lasting on matter.sight (matter_id) where until is null and why = 'TO_PARTNER';
