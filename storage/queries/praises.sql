-- name: praise_add(department, programme, words, at)!
INSERT INTO praises (department, programme, words, at)
VALUES (:department, :programme, :words, :at);

-- name: praises_recent(since, limit, after)
SELECT * FROM praises WHERE at >= :since ORDER BY at DESC, id DESC LIMIT :limit OFFSET :after;
