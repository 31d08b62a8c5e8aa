-- What a matter is found by no longer holds the resident's phone number: all tokens are written anew, the newest matters last.
update follow.cursor set xid = '0', seq = 0 where follower = 'search';
