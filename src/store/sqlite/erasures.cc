#include "store/sqlite/erasures.h"

#include <algorithm>
#include <format>
#include <map>
#include <ranges>
#include <set>
#include <vector>

#include "store/sqlite/read.h"
#include "store/sqlite/rewrite.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/write.h"

namespace hebb::sqlite {
namespace {

using Kind = ErasureRecord::Kind;

struct Noted {
  std::vector<ErasureRecord> records;
  std::int64_t last = 0;  // number of the last one
};

Noted read_noted(Database& database) {
  Noted noted;
  Query row = database.query("SELECT number, record FROM erasures_noted ORDER BY number");
  while (row.step()) {
    const auto bytes = row.blob(1);
    if (bytes.size() != kErasureRecordBytes) {
      throw Failure({ErrorCode::corruption, "the database " + database.file().string() +
                                                " has an erasure noted that cannot be read; run `hebb doctor`"});
    }
    noted.records.push_back(decode_erasure(bytes.first<kErasureRecordBytes>()));
    noted.last = row.integer(0);
  }
  return noted;
}

// How many records of this ledger the database has taken in; nothing where it has never met it.
std::optional<std::size_t> taken_in(Database& database, const ErasureLedger& ledger) {
  Query row = database.query("SELECT ledger, records FROM erasure_ledger");
  if (!row.step() || id_of<MeetingId>(row.blob(0)).bytes() != ledger.id()) return std::nullopt;
  return static_cast<std::size_t>(row.integer(1));
}

bool left_by_erasure(const Turn& turn) {
  return turn.text.empty() && !turn.speaker;
}

// Whether the ledger may lack what the database knows. One that is there, if with no record, and that the database has
// never met is not short of any: the database comes from elsewhere, and what it erased there was not erased here.
bool lost_records(Database& database, const ErasureLedger& ledger) {
  const std::size_t there = ledger.records().size();
  if (const auto known = taken_in(database, ledger)) return *known > there || ledger.damaged() > 0;
  const bool from_before_ledgers = database.integer("SELECT count(*) FROM erasure_ledger") == 0;
  return !ledger.is_made() || from_before_ledgers;
}

void set_taken_in(Database& writer, const ErasureLedger& ledger) {
  writer.run(
      "INSERT INTO erasure_ledger (only, ledger, records) VALUES (1, ?1, ?2) "
      "ON CONFLICT (only) DO UPDATE SET ledger = excluded.ledger, records = excluded.records",
      std::as_bytes(std::span(ledger.id())), ledger.records().size());
}

void expect_sound(const ErasureLedger& ledger, std::size_t from) {
  if (ledger.damaged(from) == 0) return;
  throw Failure({ErrorCode::corruption,
                 "the database is older than its ledger of erasures " + ledger.file().string() +
                     ", and the ledger is damaged, so what was erased since cannot be told; put the ledger back from a "
                     "copy, or move it away to begin a new one and so take back what was erased after this backup"});
}

struct ToErase {
  std::vector<MeetingId> meetings;
  std::map<MeetingId, MeetingParts> parts;  // of others

  bool empty() const { return meetings.empty() && parts.empty(); }
};

bool has_turn(Database& database, const ErasureRecord& record) {
  return database
      .query(
          "SELECT 1 FROM meetings g JOIN turns t ON t.meeting = g.key WHERE g.id = ?1 AND t.number = ?2 AND "
          "(t.text <> '' OR t.speaker IS NOT NULL)",
          MeetingId(record.subject), record.number)
      .step();
}

bool has_speaker(Database& database, const ErasureRecord& record) {
  return database
      .query("SELECT 1 FROM meetings g JOIN speakers s ON s.meeting = g.key WHERE g.id = ?1 AND s.number = ?2",
             MeetingId(record.subject), record.number)
      .step();
}

// Of the records that the database has not taken in, those that have something to erase in it.
ToErase to_erase(Database& database, const std::vector<ErasureRecord>& standing, const ErasureLedger& ledger) {
  ToErase found;
  for (const ErasureRecord& record : standing) {
    const MeetingId meeting(record.subject);
    switch (record.kind) {
      case Kind::meeting_erased:
        if (meeting_key(database, meeting)) found.meetings.push_back(meeting);
        break;
      case Kind::meeting_imported_again:
        break;
      case Kind::turn_erased:
        if (has_turn(database, record)) found.parts[meeting].turns.push_back(record.number);
        break;
      case Kind::speaker_erased:
        if (has_speaker(database, record)) found.parts[meeting].speakers.push_back(record.number);
        break;
      default:
        throw Failure(
            {ErrorCode::unsupported, "the ledger of erasures " + ledger.file().string() +
                                         " has records of a newer Hebb; install that version or a later one"});
    }
  }
  for (const MeetingId& meeting : found.meetings) found.parts.erase(meeting);
  return found;
}

// How many of the first are the ledger's last: a crash came after they were written and before the database knew.
std::size_t already_recorded(std::span<const ErasureRecord> noted, const ErasureLedger& ledger) {
  const auto there = ledger.records();
  for (std::size_t count = std::min(noted.size(), there.size()); count > 0; --count) {
    if (std::ranges::equal(there.last(count), noted.first(count))) return count;
  }
  return 0;
}

// What the database remembers to have erased, for a ledger that does not know: a new one, or one that lost records.
void note_what_is_known(Database& writer, const ErasureLedger& ledger) {
  const auto noted = read_noted(writer).records;
  std::vector<MeetingId> erased;
  Query row = writer.query(
      "SELECT meeting FROM changes WHERE kind = ?1 AND meeting NOT IN (SELECT id FROM meetings) ORDER BY seq",
      Change::Kind::meeting_erased);
  while (row.step()) erased.push_back(id_of<MeetingId>(row.blob(0)));
  for (const MeetingId& id : erased) {
    const auto record = meeting_erased(id);
    if (!ledger.stands(record) && !std::ranges::contains(noted, record)) note_erasure(writer, record);
  }
}

// What was noted after `noted` of these names: they stand in the ledger. Others are gone with them that an earlier Hebb
// did not record.
void forget_notes(Database& writer, std::int64_t noted, const std::vector<std::uint32_t>& speakers) {
  std::vector<std::int64_t> known;
  {
    Query row = writer.query("SELECT number, record FROM erasures_noted WHERE number > ?1", noted);
    while (row.step()) {
      const auto record = decode_erasure(row.blob(1).first<kErasureRecordBytes>());
      if (record.kind == Kind::speaker_erased && std::ranges::contains(speakers, record.number))
        known.push_back(row.integer(0));
    }
  }
  for (const auto number : known) writer.run("DELETE FROM erasures_noted WHERE number = ?1", number);
}

FindAnew finder_for(Database& database, const MakeFindAnew& make_find_anew) {
  if (!make_find_anew) return {};
  auto made = make_find_anew(read_probe(database));
  if (made) return std::move(*made);
  const bool other_model = made.error().code == ErrorCode::conflict;  // no rows are in conflict
  throw Failure({other_model ? ErrorCode::unsupported : made.error().code,
                 "the database " + database.file().string() +
                     " is an older copy, and what was erased since in parts of meetings is erased "
                     "again by finding anew what is left of these: " +
                     made.error().message});
}

// One transaction a meeting, so that neither memory nor the log has to hold more, and none is done twice.
void forget_parts_again(Database& writer, const std::map<MeetingId, MeetingParts>& parts,
                        const MakeFindAnew& make_find_anew) {
  if (parts.empty()) return;
  const auto find_anew = finder_for(writer, make_find_anew);
  for (const auto& [meeting, gone] : parts) {
    Transaction transaction(writer, Transaction::Kind::write);
    const auto noted = read_noted(writer).last;
    forget_parts(writer, meeting, gone, find_anew);
    forget_notes(writer, noted, gone.speakers);
    transaction.commit();
  }
}

}  // namespace

void note_erasure(Database& writer, const ErasureRecord& record) {
  const auto bytes = encode_erasure(record);
  writer.run("INSERT INTO erasures_noted (record) VALUES (?1)", std::span<const std::byte>(bytes));
}

std::set<std::uint32_t> names_left_out(const MeetingRecord& record, const ErasureLedger& ledger) {
  std::set<std::uint32_t> numbers;
  const std::size_t names = count_names(record);
  const auto standing = ledger.standing(0);
  std::optional<std::uint32_t> left;  // after the erasure, or the next after it that tells
  for (const ErasureRecord& known : std::views::reverse(standing)) {
    if (known.kind != Kind::speaker_erased || known.subject != record.meeting.id.bytes()) continue;
    if (const auto told = names_left(known)) left = told;
    if (left && names <= *left) numbers.insert(known.number);
  }
  return numbers;
}

void note_import_again(Database& writer, const MeetingRecord& record, const std::set<std::uint32_t>& left_out,
                       const ErasureLedger& ledger) {
  note_erasure(writer, meeting_imported_again(record.meeting.id));
  std::set<std::uint32_t> silent;
  for (const ErasureRecord& known : ledger.standing(0)) {
    if (known.kind != Kind::turn_erased || known.subject != record.meeting.id.bytes()) continue;
    if (known.number >= record.turns.size() || left_by_erasure(record.turns[known.number])) silent.insert(known.number);
  }
  for (const auto number : silent) note_erasure(writer, turn_erased(record.meeting.id, number));
  const auto names = static_cast<std::uint32_t>(count_names(record));
  for (const auto number : left_out) note_erasure(writer, speaker_erased(record.meeting.id, number, names));
}

void record_erasures(Database& writer, ErasureLedger& ledger) {
  Noted noted = read_noted(writer);
  if (noted.records.empty()) return;
  const auto begin = noted.records.begin();
  const auto recorded = already_recorded(noted.records, ledger);
  // Else it is an older copy, which has something to take in first.
  const bool whole = taken_in(writer, ledger).value_or(0) + recorded >= ledger.records().size();
  noted.records.erase(begin, begin + static_cast<std::ptrdiff_t>(recorded));
  if (auto written = ledger.append(noted.records); !written) throw Failure(written.error());
  Transaction transaction(writer, Transaction::Kind::write);
  writer.run("DELETE FROM erasures_noted WHERE number <= ?1", noted.last);
  if (whole) set_taken_in(writer, ledger);
  transaction.commit();
}

std::size_t replay_erasures(Database& writer, ErasureLedger& ledger, const MakeFindAnew& make_find_anew) {
  const auto known = taken_in(writer, ledger);
  const std::size_t there = ledger.records().size();
  const std::size_t from = std::min(known.value_or(0), there);
  const bool lost = lost_records(writer, ledger);
  std::size_t erased = 0;
  expect_sound(ledger, from);
  if (from < there || lost) {
    const auto found = to_erase(writer, ledger.standing(from), ledger);
    forget_parts_again(writer, found.parts, make_find_anew);
    Transaction transaction(writer, Transaction::Kind::write);
    const auto noted = read_noted(writer).last;
    delete_meetings(writer, found.meetings);
    writer.run("DELETE FROM erasures_noted WHERE number > ?1", noted);  // they stand in the ledger
    erased = found.meetings.size();
    if (lost) note_what_is_known(writer, ledger);
    if (there > 0) set_taken_in(writer, ledger);
    transaction.commit();
  }
  return erased;
}

std::optional<std::string> told_of_lost_records(Database& database, const ErasureLedger& ledger) {
  const std::size_t there = ledger.records().size();
  const std::size_t known = taken_in(database, ledger).value_or(0);
  if (known <= there) return std::nullopt;
  return std::format(
      "the ledger of erasures {} has {} records of the {} that its database knew: whole meetings that were erased are "
      "recorded again, but what was erased in parts of meetings comes back with a backup from before; put the ledger "
      "back from a copy, or make a new backup and remove the older ones",
      ledger.file().string(), there, known);
}

void note_lost_records(Database& writer, const ErasureLedger& ledger) {
  const bool older = taken_in(writer, ledger).value_or(0) < ledger.records().size();
  if (older || !lost_records(writer, ledger)) return;
  Transaction transaction(writer, Transaction::Kind::write);
  note_what_is_known(writer, ledger);
  transaction.commit();
}

void withdraw_notes_against(Database& writer, const std::set<MeetingId>& held, ErasureLedger& ledger) {
  Transaction transaction(writer, Transaction::Kind::write);
  std::vector<std::int64_t> withdrawn;
  {
    Query row = writer.query("SELECT number, record FROM erasures_noted");
    while (row.step()) {
      const auto record = decode_erasure(row.blob(1).first<kErasureRecordBytes>());
      if (held.contains(MeetingId(record.subject))) withdrawn.push_back(row.integer(0));
    }
  }
  for (const auto number : withdrawn) writer.run("DELETE FROM erasures_noted WHERE number = ?1", number);
  // Else the next opening, or the next such database, takes an empty ledger for a lost one and notes them again.
  if (auto made = ledger.reserve(1); !made) throw Failure(made.error());
  set_taken_in(writer, ledger);
  transaction.commit();
}

void expect_replayed(Database& reader, const ErasureLedger& ledger) {
  const std::size_t from = std::min(taken_in(reader, ledger).value_or(0), ledger.records().size());
  expect_sound(ledger, from);
  if (to_erase(reader, ledger.standing(from), ledger).empty()) return;
  throw Failure(
      {ErrorCode::unavailable,
       "the database " + reader.file().string() +
           " is an older copy that still holds what was erased since, and it cannot be written; make it and "
           "its folder writable for this user, and make sure of some free space, so that it can be erased again"});
}

}  // namespace hebb::sqlite
