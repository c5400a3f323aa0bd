-- name: person_add(id, created_at)!
INSERT INTO persons (id, created_at) VALUES (:id, :created_at) ON CONFLICT DO NOTHING;

-- name: person_notices(person, notices)!
UPDATE persons SET notices = :notices WHERE id = :person;

-- name: person_language(person, language)!
UPDATE persons SET language = :language WHERE id = :person;

-- name: address_add(id, channel, account, external, person, created_at)!
INSERT INTO addresses (id, channel, account, external, person, created_at)
VALUES (:id, :channel, :account, :external, :person, :created_at) ON CONFLICT DO NOTHING;

-- name: addresses_load(addresses)
SELECT a.id, a.channel, a.account, a.external, a.person, a.phone, a.reachable, a.window_until,
       a.created_at, p.notices, p.language
FROM addresses AS a JOIN persons AS p ON p.id = a.person
WHERE a.id = ANY(:addresses);

-- name: addresses_willing(after, limit)
SELECT a.id, a.person FROM addresses AS a JOIN persons AS p ON p.id = a.person
WHERE a.id > :after AND a.reachable = 1 AND p.notices = 1
ORDER BY a.id LIMIT :limit;

-- name: addresses_of_person(person)
SELECT a.id, a.channel, a.account, a.external, a.person, a.phone, a.reachable, a.window_until,
       a.created_at, p.notices, p.language
FROM addresses AS a JOIN persons AS p ON p.id = a.person
WHERE a.person = :person
ORDER BY a.created_at, a.id;

-- name: address_phone(address, phone)!
UPDATE addresses SET phone = :phone WHERE id = :address;

-- name: phone_keep(address, number)!
INSERT INTO phones (address, number) VALUES (:address, :number)
ON CONFLICT (address) DO UPDATE SET number = excluded.number;

-- name: phone_forget(address)!
DELETE FROM phones WHERE address = :address;

-- name: addresses_by_phone(number)
SELECT p.address FROM phones AS p JOIN addresses AS a ON a.id = p.address
WHERE p.number = :number
ORDER BY a.reachable DESC, a.created_at DESC, p.address;

-- name: address_reachable(address, reachable)!
UPDATE addresses SET reachable = :reachable WHERE id = :address;

-- name: address_window(address, until)!
UPDATE addresses SET window_until = :until WHERE id = :address;

-- name: address_link(address, person)!
UPDATE addresses SET person = :person WHERE id = :address;

-- name: consent_add(person, version, given, channel, at)!
INSERT INTO consents (person, version, given, channel, at)
VALUES (:person, :version, :given, :channel, :at);

-- name: consents_latest(persons)
SELECT person, version, given, channel, at FROM consents
WHERE id IN (
  SELECT max(id) FROM consents
  WHERE person = ANY(:persons)
  GROUP BY person
);

-- name: officers_of(address)
SELECT owner AS officer FROM cases WHERE address = :address AND owner IS NOT NULL
UNION
SELECT substr(author, length('officer:') + 1) FROM messages
WHERE address = :address AND room IS NULL AND author LIKE 'officer:%' AND direction = 'out'
ORDER BY officer;
