-- What reports ask of the trail: was a case opened again, when did an officer first answer in it,
-- were an application's data found complete. Each holds only the moves that are asked about.
CREATE INDEX audit_opened_again ON audit ("case")
  WHERE move IN ('dispute', 'open_again', 'reopen', 'requeue');
CREATE INDEX audit_answered ON audit ("case", at) WHERE move IN ('say', 'deliver', 'close');
CREATE INDEX audit_completed ON audit (subject) WHERE move = 'complete';
