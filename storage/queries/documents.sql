-- name: document_add(id, address, application, key, type, size, digest, name, message, state, at)!
INSERT INTO documents (
  id, address, application, key, type, size, digest, name, message, state, at
)
VALUES (
  :id, :address, :application, :key, :type, :size, :digest, :name, :message, :state, :at
);

-- name: document_chunk_add(document, number, content)!
INSERT INTO document_chunks (document, number, content) VALUES (:document, :number, :content);

-- name: document_by_id(id)^
SELECT * FROM documents WHERE id = :id;

-- name: documents_of_application(application)
SELECT * FROM documents WHERE application = :application ORDER BY at, id;

-- name: document_chunks_of(document)
SELECT content FROM document_chunks WHERE document = :document ORDER BY number;

-- name: documents_submit(application, ids)!
UPDATE documents SET application = :application, state = 'submitted'
WHERE id = ANY(:ids) AND state = 'draft';

-- name: document_chunks_discard(ids)!
DELETE FROM document_chunks
WHERE document IN (SELECT id FROM documents WHERE id = ANY(:ids) AND state = 'draft');

-- name: document_chunks_destroy(id)!
DELETE FROM document_chunks WHERE document = :id;

-- name: documents_discard(ids)!
DELETE FROM documents WHERE id = ANY(:ids) AND state = 'draft';

-- name: document_destroy(id)!
UPDATE documents SET state = 'destroyed', name = NULL, digest = NULL WHERE id = :id;
