#include "store/sqlite/sqlite_store.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "store/sqlite/accesses.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/check.h"
#include "store/sqlite/consolidation.h"
#include "store/sqlite/corrections.h"
#include "store/sqlite/declarations.h"
#include "store/sqlite/list.h"
#include "store/sqlite/open.h"
#include "store/sqlite/read.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/rewrite.h"
#include "store/sqlite/wipe.h"
#include "store/sqlite/write.h"

namespace hebb {
namespace {

using sqlite::Database;
using sqlite::Failure;
using sqlite::Transaction;

std::size_t readers_of(const SqliteOptions& options) {
  return options.readers > 0 ? options.readers : std::max(1u, std::thread::hardware_concurrency());
}

std::unexpected<Error> cannot(const char* action, const Failure& failure) {
  return fail(failure.error().code, std::string("cannot ") + action + ": " + failure.error().message);
}

// At most so many records in the ledger: of turns, of whose those were, and of a few other people.
std::size_t records_of(std::span<const MeetingRecord> remains) {
  std::size_t records = 0;
  for (const MeetingRecord& record : remains) {
    records += 16 + 2 * static_cast<std::size_t>(
                            std::ranges::count_if(record.turns, [](const Turn& turn) { return turn.text.empty(); }));
  }
  return records;
}

class SqliteStore final : public MemoryStore {
 public:
  SqliteStore(const SqliteOptions& options, sqlite::Opened opened)
      : options_(options),
        writer_(std::move(opened.writer)),
        ledger_(std::move(opened.ledger)),
        wipe_pending_(opened.wipe_pending),
        readers_(std::move(opened.reader), readers_of(options)) {}

  ~SqliteStore() override {
    if (wipe_pending_) wipe_within(Milliseconds(0));
  }

  Result<PutOutcome> put_meeting(const MeetingRecord& record, Instant now) override { return put(record, now, {}, {}); }
  Result<PutOutcome> put_record(const StoredRecord& stored) override {
    return put(stored.record, stored.created_at, stored.renamed, stored.corrected);
  }

  Result<EraseCounts> erase_meetings(std::span<const MeetingId> meetings, bool dry_run) override {
    if (dry_run) {
      return reading("count what would be erased", [&](Database& database) {
        auto counts = sqlite::count_erasure(database, meetings);
        counts.seq = sqlite::read_seq(database);
        return counts;
      });
    }
    auto counts = writing("erase", [&](Database& writer) {
      reserve_ledger(meetings.size());
      Transaction transaction(writer, Transaction::Kind::write);
      auto erased = sqlite::count_erasure(writer, meetings);
      erased.seq = sqlite::delete_meetings(writer, erased.erased);
      transaction.commit();
      return erased;
    });
    if (counts && counts->meetings > 0) counts->traces_remain = !wipe_within(options_.wipe_timeout) || !recorded_;
    return counts;
  }

  Result<Seq> rename_speaker(const std::string& project, const std::string& from, const std::string& to) override {
    return writing("rename the speaker", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto seq = sqlite::rename_speaker(writer, project, from, to);
      transaction.commit();
      return seq;
    });
  }

  Result<Seq> edit_meeting(const MeetingId& id, const MeetingEdit& edit) override {
    return writing("change the meeting", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto seq = sqlite::edit_meeting(writer, id, edit);
      transaction.commit();
      return seq;
    });
  }
  Result<Seq> edit_and_renew_meeting(const MeetingId& id, const MeetingEdit& edit, const MeetingRecord& anew) override {
    check_record(anew);
    return writing("change the meeting", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto before = sqlite::read_seq(writer);
      auto seq = sqlite::edit_meeting(writer, id, edit);
      if (seq != before) seq = sqlite::renew_meeting(writer, anew);
      transaction.commit();
      return seq;
    });
  }
  Result<Seq> correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now) override {
    return writing("correct the memory", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto seq = sqlite::correct_memory(writer, id, correction, now);
      transaction.commit();
      return seq;
    });
  }
  Result<EraseCounts> reduce_meetings(std::span<const MeetingRecord> remains, bool dry_run) override {
    for (const MeetingRecord& record : remains) check_record(record);
    if (dry_run) {
      return reading("count what would be erased",
                     [&](Database& database) { return sqlite::count_reduction(database, remains); });
    }
    auto counts = writing("erase", [&](Database& writer) {
      reserve_ledger(records_of(remains));
      Transaction transaction(writer, Transaction::Kind::write);
      EraseCounts reduced{.seq = sqlite::read_seq(writer)};
      for (const MeetingRecord& record : remains) sqlite::reduce_meeting(writer, record, reduced);
      transaction.commit();
      return reduced;
    });
    if (counts && !counts->reduced.empty()) {
      counts->traces_remain = !wipe_within(options_.wipe_timeout) || !recorded_;
    }
    return counts;
  }

  Result<Seq> renew_meeting(const MeetingRecord& anew) override {
    check_record(anew);
    return writing("renew the meeting", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto seq = sqlite::renew_meeting(writer, anew);
      transaction.commit();
      return seq;
    });
  }

  Result<Seq> put_consolidation(const std::string& project, std::span<const Pattern> patterns, Seq state,
                                Instant now) override {
    return writing("store patterns", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto seq = sqlite::put_consolidation(writer, project, patterns, state, now);
      transaction.commit();
      return seq;
    });
  }
  Result<Seq> undo_consolidation(const std::string& project) override {
    return writing("undo the consolidation", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto seq = sqlite::undo_consolidation(writer, project);
      transaction.commit();
      return seq;
    });
  }
  Result<std::optional<Consolidation>> consolidation(const std::string& project) const override {
    return reading("read patterns", [&](Database& database) { return sqlite::read_consolidation(database, project); });
  }
  Result<std::optional<Pattern>> pattern_of(const MemoryId& memory) const override {
    return reading("read patterns", [&](Database& database) { return sqlite::read_pattern_of(database, memory); });
  }

  Result<void> put_accesses(std::span<const MemoryAccess> accesses) override {
    auto written = writing("count readings", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      sqlite::put_accesses(writer, accesses);
      transaction.commit();
      return true;
    });
    return written ? Result<void>() : std::unexpected(std::move(written.error()));
  }
  Result<FadeOutcome> fade(std::span<const MemoryAccess> accesses, Instant now, bool dry_run) override {
    return writing("archive what has faded", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const auto before = sqlite::read_seq(writer);
      auto outcome = sqlite::fade(writer, accesses, now);
      if (dry_run) outcome.seq = before;
      if (!dry_run) transaction.commit();
      return outcome;
    });
  }
  Result<FadeOutcome> restore_faded(std::span<const MemoryAccess> accesses) override {
    return writing("restore what has faded", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      auto outcome = sqlite::restore_faded(writer, accesses);
      transaction.commit();
      return outcome;
    });
  }
  Result<std::vector<MemoryAccess>> accesses(std::span<const MemoryId> ids) const override {
    return reading("read readings", [&](Database& database) { return sqlite::read_accesses(database, ids); });
  }
  Result<std::optional<Instant>> last_moment() const override {
    return reading("read the last reading", sqlite::read_last_moment);
  }
  Result<std::vector<MeetingId>> faded(const std::string& project) const override {
    return reading("read what has faded", [&](Database& database) { return sqlite::read_faded(database, project); });
  }

  Result<DeclarationOutcome> put_declaration(const std::string& project, const Declaration& declaration) override {
    auto gone = writing("store the declaration", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      const bool some_are_gone = sqlite::put_declaration(writer, project, declaration);
      transaction.commit();
      return some_are_gone;
    });
    if (!gone) return std::unexpected(std::move(gone.error()));
    return DeclarationOutcome{.traces_remain = *gone && !wipe_within(options_.wipe_timeout)};
  }
  Result<Declaration> declaration(const std::string& project) const override {
    return reading("read the declaration",
                   [&](Database& database) { return sqlite::read_declaration(database, project); });
  }

  Result<void> put_probe(const EncoderProbe& probe) override {
    auto written = writing("store the encoder's probe", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      sqlite::write_probe(writer, probe);
      transaction.commit();
      return true;
    });
    return written ? Result<void>() : std::unexpected(std::move(written.error()));
  }

  Result<void> put_snapshot_name(const UuidBytes& name) override {
    auto written = writing("name a snapshot", [&](Database& writer) {
      Transaction transaction(writer, Transaction::Kind::write);
      sqlite::write_snapshot_name(writer, name);
      transaction.commit();
      return true;
    });
    return written ? Result<void>() : std::unexpected(std::move(written.error()));
  }
  Result<std::optional<UuidBytes>> snapshot_name() const override {
    return reading("read the snapshot's name", sqlite::read_snapshot_name);
  }

  Result<Seq> seq() const override { return reading("read the state", sqlite::read_seq); }
  Result<std::optional<EncoderProbe>> probe() const override {
    return reading("read the encoder's probe", sqlite::read_probe);
  }
  Result<bool> has_meeting(const MeetingId& id) const override {
    return reading("look for a meeting",
                   [&](Database& database) { return sqlite::meeting_key(database, id).has_value(); });
  }
  Result<std::optional<std::string>> project_of(const MeetingId& id) const override {
    return reading("look for a meeting", [&](Database& database) { return sqlite::read_project_of(database, id); });
  }
  Result<std::optional<MeetingSummary>> meeting(const MeetingId& id) const override {
    return reading("read a meeting", [&](Database& database) { return sqlite::read_meeting(database, id); });
  }
  Result<std::optional<StoredRecord>> record(const MeetingId& id) const override {
    return reading("read a meeting", [&](Database& database) { return sqlite::read_record(database, id); });
  }
  Result<MeetingPage> meetings(const MeetingQuery& query) const override {
    std::optional<MeetingCursor> after;
    if (query.cursor) {
      const auto parsed = MeetingCursor::parse(*query.cursor);
      if (!parsed) return std::unexpected(parsed.error());
      after = *parsed;
    }
    return reading("list meetings", [&](Database& database) { return sqlite::read_page(database, query, after); });
  }
  Result<std::vector<Turn>> turns(const MeetingId& id, std::uint32_t first, std::uint32_t last) const override {
    return reading("read turns", [&](Database& database) { return sqlite::read_turns(database, id, first, last); });
  }
  Result<std::vector<Memory>> memories(std::span<const MemoryId> ids, bool with_vectors) const override {
    return reading("read memories",
                   [&](Database& database) { return sqlite::read_memories(database, ids, with_vectors); });
  }
  Result<MemoryPage> list(const MemoryQuery& query) const override {
    std::optional<MemoryCursor> after;
    if (query.cursor) {
      const auto parsed = MemoryCursor::parse(*query.cursor);
      if (!parsed) return std::unexpected(parsed.error());
      after = *parsed;
    }
    return reading("list memories",
                   [&](Database& database) { return sqlite::read_memory_page(database, query, after); });
  }
  Result<std::vector<Memory>> neighbours(const MemoryId& id, std::size_t each) const override {
    return reading("read memories", [&](Database& database) { return sqlite::read_neighbours(database, id, each); });
  }
  Result<std::optional<Extracted>> extracted(const MemoryId& id) const override {
    return reading("read a memory", [&](Database& database) { return sqlite::read_extracted(database, id); });
  }
  Result<std::vector<Memory>> memories_of(const MeetingId& id, bool with_vectors) const override {
    return reading("read memories", [&](Database& database) -> std::vector<Memory> {
      const auto key = sqlite::meeting_key(database, id);
      if (!key) return {};
      return sqlite::read_memories_of(database, *key, with_vectors);
    });
  }
  Result<std::vector<Connection>> connections_of(const MemoryId& id) const override {
    return reading("read connections", [&](Database& database) { return sqlite::read_connections_of(database, id); });
  }
  Result<std::vector<Connection>> connections_from(const MeetingId& id) const override {
    return reading("read connections", [&](Database& database) -> std::vector<Connection> {
      const auto key = sqlite::meeting_key(database, id);
      if (!key) return {};
      return sqlite::read_connections_from(database, *key);
    });
  }
  Result<ProjectPage> projects(const ProjectQuery& query) const override {
    return reading("list projects", [&](Database& database) { return sqlite::read_projects(database, query); });
  }
  Result<std::vector<SpeakerSummary>> speakers(const std::optional<std::string>& project) const override {
    return reading("list speakers", [&](Database& database) { return sqlite::read_speakers(database, project); });
  }
  Result<std::vector<MeetingId>> meetings_with(const std::string& name) const override {
    return reading("find meetings", [&](Database& database) { return sqlite::read_meetings_with(database, name); });
  }
  Result<StoreCounts> counts(const std::optional<std::string>& project) const override {
    return reading("count", [&](Database& database) { return sqlite::read_counts(database, project); });
  }

  Result<Seq> scan(const ScanParts& parts, const Visitor& visit) const override {
    auto seq = reading(
        "read the memories", [&](Database& database) { return sqlite::scan(database, parts, visit); }, Reader::own);
    return seq ? std::move(*seq) : Result<Seq>(std::unexpected(std::move(seq.error())));
  }
  Result<std::vector<Change>> changes(Seq after, std::size_t limit) const override {
    return reading("read changes", [&](Database& database) { return sqlite::read_changes(database, after, limit); });
  }
  Result<BackupFacts> copy_to(const std::filesystem::path& file, std::stop_token stop) const override {
    try {
      readers_.lease_own().database().copy_to(file, std::move(stop));
      return sqlite::backup_facts(file);
    } catch (const Failure& failure) {
      return cannot("copy the database", failure);
    }
  }
  Result<std::vector<std::string>> check() const override {
    return reading("check the database", sqlite::check_database, Reader::own);
  }
  bool traces_remain() const override { return wipe_pending_ || !recorded_; }

 private:
  Result<PutOutcome> put(const MeetingRecord& record, Instant now, const std::map<std::string, std::string>& renamed,
                         const std::map<MemoryId, CorrectedMemory>& corrected) {
    check_record(record);
    return writing("store the meeting", [&](Database& writer) -> PutOutcome {
      Transaction transaction(writer, Transaction::Kind::write);
      if (const auto present = sqlite::read_meeting(writer, record.meeting.id))
        return {.created = false, .seq = present->seq};
      const bool again = ledger_.stands_against(record.meeting.id);
      const auto left_out = again ? sqlite::names_left_out(record, ledger_) : std::set<std::uint32_t>();
      const auto seq = sqlite::insert_meeting(writer, record, now, left_out);
      sqlite::set_shown_names(writer, record.meeting.id, renamed);
      sqlite::insert_corrections(writer, corrected);
      if (again) sqlite::note_import_again(writer, record, left_out, ledger_);
      transaction.commit();
      return {.created = true, .seq = seq};
    });
  }

  enum class Reader : std::uint8_t { pooled, own };  // own: what reads long, beside which nobody should wait
  // One consistent state for the whole of `read`.
  template <class Read>
  auto reading(const char* action, Read&& read, Reader reader = Reader::pooled) const
      -> Result<std::invoke_result_t<Read, Database&>> {
    try {
      const auto lease = reader == Reader::own ? readers_.lease_own() : readers_.lease();
      const Transaction transaction(lease.database(), Transaction::Kind::read);
      return read(lease.database());
    } catch (const Failure& failure) {
      return cannot(action, failure);
    }
  }

  template <class Write>
  auto writing(const char* action, Write&& write) -> Result<std::invoke_result_t<Write, Database&>> {
    try {
      auto result = write(writer());
      record();
      if (wipe_pending_) wipe_within(Milliseconds(0));
      return result;
    } catch (const Failure& failure) {
      return cannot(action, failure);
    }
  }

  // A store that could only be read becomes writable as soon as its file is.
  Database& writer() {
    if (writer_) return *writer_;
    if (!sqlite::may_write(options_.file)) {
      throw Failure({ErrorCode::unavailable, "the database " + options_.file.string() +
                                                 " or its folder is read-only; make both writable for this user"});
    }
    readers_.reopen([&] {  // they hold the file for unchanging until they are closed
      auto opened = sqlite::open_database(options_);
      if (!opened.writer) {
        throw Failure({ErrorCode::resource_exhausted, "no space left for the database " + options_.file.string() +
                                                          "; free some on its disk and try again"});
      }
      writer_ = std::move(opened.writer);
      ledger_ = std::move(opened.ledger);
      wipe_pending_ = opened.wipe_pending;
      return opened.reader;
    });
    return *writer_;
  }

  // So that an erasure which cannot be recorded is refused before anything is gone.
  void reserve_ledger(std::size_t records) {
    if (auto reserved = ledger_.reserve(records); !reserved) throw Failure(reserved.error());
  }

  // What happened is durable in the database already, and noted there: a failure leaves recording it to the next write.
  void record() {
    try {
      if (options_.record_erasures) sqlite::record_erasures(*writer_, ledger_);
      recorded_ = options_.record_erasures;
    } catch (const Failure&) {
      recorded_ = false;
    }
  }

  // The erasure itself is durable already, so a failure here only leaves the wiping to the next write.
  bool wipe_within(Milliseconds patience) {
    bool wiped = false;
    writer_->wait_for_locks(patience);
    try {
      wiped = sqlite::wipe(*writer_);
    } catch (const Failure&) {
      wiped = false;
    }
    writer_->wait_for_locks(options_.busy_timeout);
    wipe_pending_ = !wiped;
    return wiped;
  }

  const SqliteOptions options_;
  // Confined to the writing thread. Declared before the readers, so that it closes last and with it the log.
  std::unique_ptr<Database> writer_;
  ErasureLedger ledger_;
  // Written by that thread alone.
  std::atomic<bool> recorded_ = true;  // nothing is noted in the database that the ledger does not have
  std::atomic<bool> wipe_pending_;
  mutable sqlite::ReaderPool readers_;
};

}  // namespace

Result<std::unique_ptr<MemoryStore>> open_sqlite_store(const SqliteOptions& options) {
  try {
    return std::make_unique<SqliteStore>(options, sqlite::open_database(options));
  } catch (const Failure& failure) {
    return std::unexpected(failure.error());
  }
}

}  // namespace hebb
