-- name: keys_all()
SELECT id, purpose, fingerprint, salt, wrapped FROM keys ORDER BY id;

-- name: key_add(id, purpose, fingerprint, salt, wrapped, made_at)!
INSERT INTO keys (id, purpose, fingerprint, salt, wrapped, made_at)
VALUES (:id, :purpose, :fingerprint, :salt, :wrapped, :made_at);

-- name: key_rewrap(id, fingerprint, wrapped)!
UPDATE keys SET fingerprint = :fingerprint, wrapped = :wrapped WHERE id = :id;
