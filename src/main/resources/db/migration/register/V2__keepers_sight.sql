-- System administrators bring in groups and grids; tables of residents and matters are none of theirs.
alter policy walled on register.import
    using (unit_id = any ((select org.units_in_sight())::int[])
           or (register in ('GROUPS', 'GRIDS') and unit_id = any ((select org.kept_in_sight())::int[])))
    with check (unit_id = any ((select org.units_in_sight())::int[])
           or (register in ('GROUPS', 'GRIDS') and unit_id = any ((select org.kept_in_sight())::int[])));
