-- name: content_sid(key)^
SELECT sid FROM contents WHERE key = :key;

-- name: content_keep(key, sid, made_at)!
-- Of two processes that made the same content at the same time, either one's will do.
INSERT INTO contents (key, sid, made_at) VALUES (:key, :sid, :made_at)
ON CONFLICT (key) DO UPDATE SET sid = excluded.sid, made_at = excluded.made_at;

-- name: content_forget(key, sid)!
DELETE FROM contents WHERE key = :key AND sid = :sid;
