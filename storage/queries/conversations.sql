-- name: conversations_load(addresses)
SELECT address, state, format, revision, updated_at FROM conversations
WHERE address = ANY(:addresses);

-- name: conversation_save(address, state, format, updated_at)!
INSERT INTO conversations (address, state, format, updated_at)
VALUES (:address, :state, :format, :updated_at)
ON CONFLICT (address) DO UPDATE
SET state = excluded.state, format = excluded.format, revision = conversations.revision + 1,
    updated_at = excluded.updated_at;
