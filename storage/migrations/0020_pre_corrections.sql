-- Misconceptions put right, which reports count by when that was.
CREATE INDEX audit_debunked ON audit (at) WHERE move = 'debunk';
