-- name: dictionaries_all()
SELECT id, words FROM dictionaries ORDER BY id;

-- name: dictionary_by_digest(digest)^
SELECT id FROM dictionaries WHERE digest = :digest;

-- name: dictionary_add(digest, words, made_at)!
INSERT INTO dictionaries (digest, words, made_at) VALUES (:digest, :words, :made_at);
