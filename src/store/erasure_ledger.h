// The ledger of erased ids: a file beside the database, outside the backups of it, that says what was erased, so that a
// restored older backup is made to forget it again. Ids alone: no name, no text. The file's layout: docs/format.md.
//
// It is an append-only list of which a database has taken in the first so many records (store/sqlite/erasures.h); what
// is after those is news to it. A meeting that is imported again withdraws what the ledger says against it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/ids.h"

namespace hebb {

std::filesystem::path ledger_file_of(const std::filesystem::path& database);
// Whether both are there, and are not one file.
bool are_two_ledgers(const std::filesystem::path& a, const std::filesystem::path& b);

struct ErasureRecord {
  // Persisted: numbers are never given another meaning. Larger ones are of a later Hebb.
  enum class Kind : std::uint8_t {
    meeting_erased = 1,
    meeting_imported_again = 2,  // withdraws every earlier record of that meeting
    memory_erased = 3,           // `memory` of the meeting
    turn_erased = 4,             // turn `number` of the meeting
    speaker_erased = 5,          // speaker `number` of the meeting (docs/format.md, speakers)
    key_revoked = 6,             // `subject` is the id of an API key
  };

  Kind kind = Kind::meeting_erased;
  UuidBytes subject{};  // a meeting's id, but for key_revoked
  UuidBytes memory{};   // of speaker_erased: see names_left
  std::uint32_t number = 0;

  friend bool operator==(const ErasureRecord&, const ErasureRecord&) = default;
};
ErasureRecord meeting_erased(const MeetingId& id);
ErasureRecord meeting_imported_again(const MeetingId& id);
ErasureRecord turn_erased(const MeetingId& id, std::uint32_t number);
// `left`: how many names the meeting has without it, and without those that were erased with it.
ErasureRecord speaker_erased(const MeetingId& id, std::uint32_t number, std::uint32_t left);
std::optional<std::uint32_t> names_left(const ErasureRecord& record);  // nothing where an earlier Hebb recorded it

// A record without its checksum, as it stands in the file and, before it is there, in the database.
inline constexpr std::size_t kErasureRecordBytes = 40;
using ErasureRecordBytes = std::array<std::byte, kErasureRecordBytes>;
ErasureRecordBytes encode_erasure(const ErasureRecord& record);
ErasureRecord decode_erasure(std::span<const std::byte, kErasureRecordBytes> bytes);

// Thread safety: confined to one thread.
class ErasureLedger {
 public:
  // Reads the whole file, 64 bytes a record. One that is not there is empty and is made by the first `reserve`. What a
  // crash left half-written at the end was never acknowledged and is not read.
  // Errors: corruption (not a ledger, or its head is damaged), unsupported (a newer Hebb's), unavailable, internal.
  static Result<ErasureLedger> open(std::filesystem::path file);

  const std::filesystem::path& file() const { return file_; }
  const UuidBytes& id() const { return id_; }  // random, given when it is made; of an empty one: what it will be
  bool is_made() const { return made_; }       // it is there, if with no record yet
  // In the order of writing; nothing where a record is damaged.
  std::span<const std::optional<ErasureRecord>> records() const { return records_; }
  std::size_t damaged(std::size_t from = 0) const;  // how many, from that record on
  // Those from that record on which no later record withdraws.
  std::vector<ErasureRecord> standing(std::size_t from) const;
  // An erasure of this meeting, or of anything in it, stands.
  bool stands_against(const MeetingId& id) const { return against_.contains(id); }
  bool stands(const ErasureRecord& record) const;  // of a speaker, however many names were left

  // Takes the space on disk for so many more records, so that `append` does not fail for want of it after what it
  // records has happened. Errors: resource_exhausted, unavailable, internal.
  Result<void> reserve(std::size_t more);
  // Durable on return; after an error nothing counts as written. Errors: as reserve.
  Result<void> append(std::span<const ErasureRecord> more);

 private:
  explicit ErasureLedger(std::filesystem::path file) : file_(std::move(file)) {}
  Result<void> make();
  void take(const std::optional<ErasureRecord>& record);

  std::filesystem::path file_;
  UuidBytes id_{};
  bool made_ = false;
  std::vector<std::optional<ErasureRecord>> records_;
  std::unordered_set<MeetingId> against_;
};

}  // namespace hebb
