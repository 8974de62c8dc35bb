#include "store/sqlite/schema.h"

#include <array>
#include <filesystem>
#include <system_error>

namespace hebb::sqlite {
namespace {

// Explained in docs/format.md, whose copy of these statements a test compares with the real ones.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meetings (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  seq INTEGER NOT NULL UNIQUE,
  created_at_ms INTEGER NOT NULL,
  state INTEGER NOT NULL,
  project TEXT NOT NULL,
  title TEXT NOT NULL,
  external_id TEXT,
  started_at_ms INTEGER,
  date_source INTEGER NOT NULL,
  format TEXT NOT NULL,
  source_digest TEXT NOT NULL,
  language TEXT,
  metadata TEXT NOT NULL,
  turns INTEGER NOT NULL,
  duration_ms INTEGER,
  concepts INTEGER NOT NULL,
  contexts INTEGER NOT NULL,
  episodes INTEGER NOT NULL
) STRICT;
CREATE INDEX meetings_by_start ON meetings (started_at_ms DESC, id);
CREATE INDEX meetings_by_project ON meetings (project, started_at_ms DESC, id);

CREATE TABLE speakers (
  meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  imported_name TEXT NOT NULL,
  participant INTEGER NOT NULL CHECK (participant IN (0, 1)),
  turns INTEGER NOT NULL,
  memories INTEGER NOT NULL,
  PRIMARY KEY (meeting, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX speakers_by_name ON speakers (name);

CREATE TABLE turns (
  meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
  number INTEGER NOT NULL,
  speaker INTEGER,
  start_ms INTEGER,
  end_ms INTEGER,
  text TEXT NOT NULL,
  PRIMARY KEY (meeting, number),
  FOREIGN KEY (meeting, speaker) REFERENCES speakers
) STRICT, WITHOUT ROWID;

CREATE TABLE memories (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 2),
  position INTEGER NOT NULL,
  type INTEGER NOT NULL,
  state INTEGER NOT NULL,
  first_turn INTEGER NOT NULL,
  last_turn INTEGER NOT NULL,
  speaker INTEGER,
  start_ms INTEGER,
  end_ms INTEGER,
  importance REAL NOT NULL CHECK (importance BETWEEN 0 AND 1),
  type_confidence REAL NOT NULL CHECK (type_confidence BETWEEN 0 AND 1),
  parent INTEGER REFERENCES memories ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  keywords TEXT NOT NULL,
  text TEXT NOT NULL,
  FOREIGN KEY (meeting, speaker) REFERENCES speakers
) STRICT;
CREATE UNIQUE INDEX memories_by_meeting ON memories (meeting, level DESC, position);
CREATE INDEX memories_by_parent ON memories (parent) WHERE parent IS NOT NULL;
CREATE INDEX memories_by_type ON memories (type);

CREATE TABLE vectors (
  memory INTEGER PRIMARY KEY REFERENCES memories ON DELETE CASCADE,
  vector BLOB NOT NULL CHECK (length(vector) = 1600)
) STRICT;

CREATE TABLE connections (
  source INTEGER NOT NULL REFERENCES memories ON DELETE CASCADE,
  target INTEGER NOT NULL REFERENCES memories ON DELETE CASCADE,
  type INTEGER NOT NULL,
  weight REAL NOT NULL CHECK (weight BETWEEN 0 AND 1),
  reason TEXT NOT NULL,
  PRIMARY KEY (source, target, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX connections_by_target ON connections (target);

CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  meeting BLOB CHECK (length(meeting) = 16),
  project TEXT
) STRICT;
CREATE INDEX changes_by_meeting ON changes (meeting) WHERE meeting IS NOT NULL;

CREATE TABLE housekeeping (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  wipe_pending INTEGER NOT NULL CHECK (wipe_pending IN (0, 1))
) STRICT;

CREATE TABLE encoder_probe (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  model TEXT NOT NULL,
  vectors BLOB NOT NULL
) STRICT;
)sql";

constexpr const char* kVersion2 = R"sql(
CREATE TABLE erasure_ledger (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  ledger BLOB NOT NULL CHECK (length(ledger) = 16),
  records INTEGER NOT NULL
) STRICT;

CREATE TABLE erasures_noted (
  number INTEGER PRIMARY KEY,
  record BLOB NOT NULL CHECK (length(record) = 40)
) STRICT;
)sql";

// Lists by filter, and what people correct.
constexpr const char* kVersion3 = R"sql(
CREATE INDEX memories_by_filter ON memories (meeting, level DESC, position, type, state, importance, speaker, start_ms);

CREATE TABLE corrections (
  memory INTEGER PRIMARY KEY REFERENCES memories ON DELETE CASCADE,
  corrected_at_ms INTEGER NOT NULL,
  type INTEGER,
  importance REAL CHECK (importance BETWEEN 0 AND 1),
  state INTEGER,
  extracted_type INTEGER NOT NULL,
  extracted_type_confidence REAL NOT NULL,
  extracted_importance REAL NOT NULL,
  extracted_state INTEGER NOT NULL
) STRICT;
)sql";

constexpr const char* kVersion4 = R"sql(
CREATE TABLE index_snapshot (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  name BLOB NOT NULL CHECK (length(name) = 16)
) STRICT;
)sql";

// Who is to do what by when, and what people say of it.
constexpr const char* kVersion5 = R"sql(
CREATE TABLE tasks (
  memory INTEGER PRIMARY KEY REFERENCES memories ON DELETE CASCADE,
  meeting INTEGER NOT NULL,
  owner INTEGER,
  due_day INTEGER,
  status INTEGER,
  FOREIGN KEY (meeting, owner) REFERENCES speakers
) STRICT;
CREATE INDEX tasks_by_owner ON tasks (meeting, owner);

ALTER TABLE corrections ADD COLUMN owner_given INTEGER NOT NULL DEFAULT 0 CHECK (owner_given IN (0, 1));
ALTER TABLE corrections ADD COLUMN owner INTEGER;
ALTER TABLE corrections ADD COLUMN due_given INTEGER NOT NULL DEFAULT 0 CHECK (due_given IN (0, 1));
ALTER TABLE corrections ADD COLUMN due_day INTEGER;
ALTER TABLE corrections ADD COLUMN status INTEGER;
ALTER TABLE corrections ADD COLUMN extracted_owner INTEGER;
ALTER TABLE corrections ADD COLUMN extracted_due_day INTEGER;
ALTER TABLE corrections ADD COLUMN extracted_status INTEGER;
)sql";

// What was said again in other meetings.
constexpr const char* kVersion6 = R"sql(
CREATE TABLE consolidations (
  key INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  settled_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX consolidations_by_project ON consolidations (project, key);

CREATE TABLE pattern_members (
  consolidation INTEGER NOT NULL REFERENCES consolidations ON DELETE CASCADE,
  pattern BLOB NOT NULL CHECK (length(pattern) = 16),
  place INTEGER NOT NULL,
  memory INTEGER NOT NULL REFERENCES memories ON DELETE CASCADE,
  PRIMARY KEY (consolidation, pattern, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX pattern_members_by_memory ON pattern_members (memory);
)sql";

// How often memories were read, and what has faded.
constexpr const char* kVersion7 = R"sql(
CREATE TABLE accesses (
  memory INTEGER PRIMARY KEY REFERENCES memories ON DELETE CASCADE,
  readings INTEGER NOT NULL CHECK (readings >= 0),
  read_at_ms INTEGER,
  at_ms INTEGER NOT NULL,
  strength REAL NOT NULL CHECK (strength BETWEEN 0 AND 1),
  faded_at_ms INTEGER
) STRICT;
)sql";

// What people declare of projects.
constexpr const char* kVersion8 = R"sql(
CREATE TABLE declarations (
  project TEXT NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 1),
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  also TEXT NOT NULL,
  role TEXT NOT NULL,
  due_day INTEGER,
  PRIMARY KEY (project, kind, place)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array kMigrations = {Migration{.to = 1, .script = kVersion1}, Migration{.to = 2, .script = kVersion2},
                                    Migration{.to = 3, .script = kVersion3}, Migration{.to = 4, .script = kVersion4},
                                    Migration{.to = 5, .script = kVersion5}, Migration{.to = 6, .script = kVersion6},
                                    Migration{.to = 7, .script = kVersion7}, Migration{.to = 8, .script = kVersion8}};

void set_version(Database& writer, int version) {
  writer.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                 "; PRAGMA user_version = " + std::to_string(version));
}

// Throws Failure: corruption where the tables are not those that `steps` make up to `version`.
void expect_schema(Database& database, std::span<const Migration> steps, std::int64_t version) {
  Database fresh({.file = ":memory:", .access = Access::write, .busy_timeout = {}, .vfs = {}});
  for (const Migration& step : steps) {
    if (step.to <= version) fresh.execute(step.script);
  }
  if (schema_text(fresh) == schema_text(database)) return;
  throw Failure({ErrorCode::corruption, "the database " + database.file().string() +
                                            " does not have the tables of its version; restore a backup or import the "
                                            "meetings into a new data directory"});
}

std::filesystem::path copy_path(const std::filesystem::path& file) {
  auto path = file;
  return path += ".pre-migration";
}

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

SchemaState schema_state(Database& database) {
  return {.application_id = database.integer("PRAGMA application_id"),
          .version = database.integer("PRAGMA user_version"),
          .empty = database.integer("SELECT count(*) FROM sqlite_schema") == 0};
}

void refuse_foreign(const SchemaState& state, int newest, const std::filesystem::path& file) {
  const bool fresh = state.empty && state.version == 0 && state.application_id == 0;
  if (fresh) return;
  if (state.application_id != kApplicationId || state.version <= 0) {
    throw Failure({ErrorCode::unsupported, file.string() +
                                               " is the database of another program; choose another file with "
                                               "DATABASE_PATH or another folder with --data-dir"});
  }
  if (state.version > newest) {
    throw Failure({ErrorCode::unsupported, "the database " + file.string() + " was written by a newer Hebb (schema " +
                                               std::to_string(state.version) + ", this one knows up to " +
                                               std::to_string(newest) + "); install that version or a later one"});
  }
}

void migrate(Database& writer, std::span<const Migration> steps) {
  const auto state = schema_state(writer);
  const auto copy = copy_path(writer.file());
  std::error_code ignored;
  const bool behind = state.version < steps.back().to;
  if (behind && state.version > 0) {
    expect_schema(writer, steps, state.version);
    std::filesystem::remove(copy, ignored);  // one left by a crash is of this same state or older
    writer.copy_to(copy);
  }
  if (behind) {
    Transaction transaction(writer, Transaction::Kind::write);
    for (const Migration& step : steps) {
      if (step.to > state.version) writer.execute(step.script);
    }
    set_version(writer, steps.back().to);
    transaction.commit();
  }
  std::filesystem::remove(copy, ignored);
}

std::string schema_text(Database& database) {
  std::string text;
  Query query = database.query(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name");
  while (query.step()) text.append(query.text(0)).append(";\n\n");
  return text;
}

void expect_present_schema(Database& database) {
  expect_schema(database, kMigrations, kMigrations.back().to);
}

}  // namespace hebb::sqlite
