-- What is sent about a matter goes out of sight with it (matter/V7), receipts with their post.
create policy out_of_sight on notice.post as restrictive to ${app}
    using (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]));
create policy out_of_sight on notice.callout as restrictive to ${app}
    using (matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id <> all ((select matter.out_of_sight())::bigint[]));
create function notice.posts_out_of_sight() returns bigint[] language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    matters constant bigint[] := matter.out_of_sight();
begin
    return case when matters = '{}' then '{}' else array(select p.id from notice.post p where p.matter_id = any (matters)) end;
end
$$;
revoke all on function notice.posts_out_of_sight() from public;
grant execute on function notice.posts_out_of_sight() to ${app};
create policy looked_through on notice.post for select to current_user using (matter_id is not null);
create policy out_of_sight on notice.receipt as restrictive to ${app}
    using (post_id <> all ((select notice.posts_out_of_sight())::bigint[]))
    with check (post_id <> all ((select notice.posts_out_of_sight())::bigint[]));
