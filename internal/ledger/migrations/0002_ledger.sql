-- +goose Up
PRAGMA user_version = 2;

-- Times are milliseconds since 1970 in UTC. Ids are Discord's, as text; '' is "none".

-- What articles said. Nothing here is about a person who asked.

CREATE TABLE corpus (
    key     INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE,
    seen    INTEGER NOT NULL
);

-- Every text that was ever retrieved, kept once, by its SHA-256.
CREATE TABLE text (
    key  INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    body TEXT NOT NULL
);

-- An article as it stood at one time; hash is over all of it.
CREATE TABLE edition (
    key       INTEGER PRIMARY KEY,
    hash      BLOB NOT NULL UNIQUE,
    slug      TEXT NOT NULL,
    title     TEXT NOT NULL,
    author    TEXT NOT NULL,
    source    TEXT NOT NULL,
    url       TEXT NOT NULL,
    published INTEGER NOT NULL,
    updated   INTEGER NOT NULL
);
CREATE INDEX edition_by_slug ON edition (slug);

-- The corpus as it was last read: which edition of each article is in it.
CREATE TABLE standing (
    slug    TEXT PRIMARY KEY,
    edition BLOB NOT NULL -- edition.hash; the edition itself is there once it is cited
) WITHOUT ROWID;

CREATE TABLE passage (
    key       INTEGER PRIMARY KEY,
    edition   INTEGER NOT NULL REFERENCES edition (key),
    number    INTEGER NOT NULL,
    start     INTEGER NOT NULL, -- bytes into the article's body
    paragraph INTEGER NOT NULL,
    text      INTEGER NOT NULL REFERENCES text (key)
);
CREATE UNIQUE INDEX passage_by_number ON passage (edition, number, text);

-- Words that were cited: bytes start to finish of the passage. gone is when the article
-- stopped saying them; instead is the passage's text since then, where there is one.
CREATE TABLE quote (
    key     INTEGER PRIMARY KEY,
    passage INTEGER NOT NULL REFERENCES passage (key),
    start   INTEGER NOT NULL,
    finish  INTEGER NOT NULL,
    words   TEXT NOT NULL,
    gone    INTEGER,
    instead INTEGER REFERENCES text (key),
    queued  INTEGER NOT NULL DEFAULT 0 -- answers up to this one that cite it are in the review queue
);
CREATE UNIQUE INDEX quote_by_place ON quote (passage, start, finish);
CREATE INDEX quote_gone ON quote (key) WHERE gone IS NOT NULL;

-- What was asked.

CREATE TABLE question (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    via         TEXT NOT NULL,
    guild       TEXT NOT NULL,
    channel     TEXT NOT NULL,
    member      TEXT NOT NULL, -- '' once forgotten
    text        TEXT NOT NULL, -- '' once forgotten
    same        TEXT NOT NULL, -- the text normalised, to find the same question again
    private     INTEGER NOT NULL,
    follows     TEXT NOT NULL,
    asked       INTEGER NOT NULL,
    application TEXT NOT NULL, -- '' once finished
    token       TEXT NOT NULL, -- '' once finished
    state       TEXT NOT NULL,
    owner       TEXT NOT NULL  -- the open ledger that is answering it
);
CREATE INDEX question_unfinished ON question (key) WHERE state IN ('received', 'acknowledged', 'answering');
CREATE INDEX question_by_guild ON question (guild, private, state, key);
CREATE INDEX question_by_same ON question (guild, same, state, key);
CREATE INDEX question_by_member ON question (member);
CREATE INDEX question_by_time ON question (asked);

-- What was answered.

CREATE TABLE answer (
    question   INTEGER PRIMARY KEY REFERENCES question (key) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    answered   INTEGER NOT NULL,
    mode       TEXT NOT NULL,
    understood TEXT NOT NULL,
    reason     TEXT NOT NULL,
    failure    TEXT NOT NULL,
    confidence REAL NOT NULL,
    notices    TEXT NOT NULL, -- a JSON array
    elapsed    INTEGER NOT NULL, -- microseconds
    model      TEXT NOT NULL,
    raw        TEXT NOT NULL, -- what the model wrote, word for word
    prompt     INTEGER NOT NULL, -- tokens
    completion INTEGER NOT NULL, -- tokens
    corpus     INTEGER REFERENCES corpus (key),
    again      INTEGER REFERENCES question (key) ON DELETE SET NULL -- the approved answer that this repeats
);
CREATE INDEX answer_again ON answer (again) WHERE again IS NOT NULL;

CREATE TABLE retrieved (
    question INTEGER NOT NULL REFERENCES question (key) ON DELETE CASCADE,
    rank     INTEGER NOT NULL,
    passage  INTEGER NOT NULL REFERENCES passage (key),
    score    REAL NOT NULL,
    lexical  INTEGER NOT NULL,
    vector   INTEGER NOT NULL,
    PRIMARY KEY (question, rank)
) WITHOUT ROWID;

CREATE TABLE claim (
    question INTEGER NOT NULL REFERENCES question (key) ON DELETE CASCADE,
    number   INTEGER NOT NULL, -- its place in the answer, from 1
    text     TEXT NOT NULL,
    score    REAL NOT NULL,
    PRIMARY KEY (question, number)
) WITHOUT ROWID;

CREATE TABLE citation (
    question INTEGER NOT NULL,
    claim    INTEGER NOT NULL,
    place    INTEGER NOT NULL, -- its place in the claim, from 1
    number   INTEGER NOT NULL, -- the footnote's
    quote    INTEGER NOT NULL REFERENCES quote (key),
    before   INTEGER REFERENCES passage (key), -- the passages beside the one quoted
    after    INTEGER REFERENCES passage (key),
    PRIMARY KEY (question, claim, place),
    FOREIGN KEY (question, claim) REFERENCES claim (question, number) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX citation_by_quote ON citation (quote, question);

CREATE TABLE dropped (
    question INTEGER NOT NULL REFERENCES question (key) ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (question, place)
) WITHOUT ROWID;

CREATE TABLE message (
    id       TEXT PRIMARY KEY,
    question INTEGER NOT NULL REFERENCES question (key) ON DELETE CASCADE,
    place    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX message_by_question ON message (question, place);

-- What was thought of it, and done about it.

CREATE TABLE feedback (
    key      INTEGER PRIMARY KEY,
    question INTEGER NOT NULL REFERENCES question (key) ON DELETE CASCADE,
    member   TEXT NOT NULL, -- '' once forgotten
    helpful  INTEGER NOT NULL,
    why      TEXT NOT NULL,
    at       INTEGER NOT NULL
);
CREATE UNIQUE INDEX feedback_by_member ON feedback (question, member) WHERE member <> '';
CREATE INDEX feedback_of_member ON feedback (member);
CREATE INDEX feedback_of_question ON feedback (question);

CREATE TABLE verdict (
    key       INTEGER PRIMARY KEY,
    question  INTEGER NOT NULL REFERENCES question (key) ON DELETE CASCADE,
    claim     INTEGER NOT NULL, -- its number; 0: the whole answer
    word      TEXT NOT NULL,
    moderator TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        INTEGER NOT NULL,
    undone    INTEGER,
    undone_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX verdict_by_question ON verdict (question);

-- Answers that a moderator approved, by the question as it was asked then.
CREATE TABLE approval (
    verdict  INTEGER PRIMARY KEY REFERENCES verdict (key) ON DELETE CASCADE,
    question INTEGER NOT NULL REFERENCES question (key) ON DELETE CASCADE,
    guild    TEXT NOT NULL,
    same     TEXT NOT NULL,
    lapsed   INTEGER -- when it was undone, or one of its articles changed
);
CREATE INDEX approval_standing ON approval (guild, same) WHERE lapsed IS NULL;
CREATE INDEX approval_by_question ON approval (question);

-- What waits for a moderator, or did: one row an answer, however many reasons.
CREATE TABLE review (
    question INTEGER PRIMARY KEY REFERENCES question (key) ON DELETE CASCADE,
    guild    TEXT NOT NULL,
    reasons  INTEGER NOT NULL, -- bits: 1 reported, 2 down-voted, 4 low-scored, 8 stale, 16 unanswered
    rank     INTEGER NOT NULL, -- of the most urgent reason, lower is sooner; 5: asked too seldom to be shown
    weight   INTEGER NOT NULL, -- how often it was asked or reported
    opened   INTEGER NOT NULL,
    closed   INTEGER,
    closer   INTEGER REFERENCES verdict (key) ON DELETE SET NULL, -- the verdict that closed it
    leased   TEXT NOT NULL DEFAULT '', -- the moderator who has it before them
    until    INTEGER NOT NULL DEFAULT 0,
    noted    INTEGER -- when its message was marked as out of date
);
CREATE INDEX review_open ON review (guild, rank, weight DESC, opened, question) WHERE closed IS NULL AND rank < 5;
CREATE INDEX review_leased ON review (guild, leased) WHERE leased <> '';
CREATE INDEX review_unnoted ON review (guild, question) WHERE reasons & 8 AND noted IS NULL;
CREATE INDEX review_noted ON review (guild, question) WHERE noted IS NOT NULL;
CREATE INDEX review_closer ON review (closer);

CREATE TABLE refusal (
    key     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    guild   TEXT NOT NULL,
    channel TEXT NOT NULL,
    member  TEXT NOT NULL, -- '' once forgotten
    what    TEXT NOT NULL,
    why     TEXT NOT NULL
);
CREATE INDEX refusal_by_guild ON refusal (guild, at);
CREATE INDEX refusal_by_member ON refusal (member);

CREATE TABLE setting (
    guild    TEXT PRIMARY KEY,
    document TEXT NOT NULL, -- JSON
    at       INTEGER NOT NULL,
    by       TEXT NOT NULL
) WITHOUT ROWID;

-- Sums by day (UTC) that outlive what they count.
CREATE TABLE daily (
    day   TEXT NOT NULL, -- 2006-01-02
    name  TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (day, name)
) WITHOUT ROWID;
