#include "store/erasure_ledger.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <ranges>
#include <system_error>
#include <unordered_map>

#include "base/digest.h"
#include "base/random.h"
#include "base/system_error.h"

namespace hebb {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are stored as they lie in memory");

constexpr std::size_t kUnit = 64;  // the head, and each record after it
constexpr std::size_t kChecked = 56;
constexpr std::uint32_t kVersion = 1;
constexpr std::string_view kMagic("HebbErased\0\0", 12);
// Within a record.
constexpr std::size_t kNumberAt = 4;
constexpr std::size_t kSubjectAt = 8;
constexpr std::size_t kMemoryAt = 24;
// Within the head.
constexpr std::size_t kVersionAt = kMagic.size();
constexpr std::size_t kIdAt = 16;

using Unit = std::array<std::byte, kUnit>;

std::array<std::uint8_t, kUnit - kChecked> checksum_of(std::span<const std::byte> unit) {
  const auto digest = sha256({reinterpret_cast<const char*>(unit.data()), kChecked});
  std::array<std::uint8_t, kUnit - kChecked> sum{};
  std::copy_n(digest.begin(), sum.size(), sum.begin());
  return sum;
}

Unit sealed(Unit unit) {
  const auto sum = checksum_of(unit);
  std::memcpy(unit.data() + kChecked, sum.data(), sum.size());
  return unit;
}

bool is_sound(std::span<const std::byte> unit) {
  const auto sum = checksum_of(unit);
  return std::memcmp(unit.data() + kChecked, sum.data(), sum.size()) == 0;
}

Unit head_of(const UuidBytes& id) {
  Unit unit{};
  std::memcpy(unit.data(), kMagic.data(), kMagic.size());
  std::memcpy(unit.data() + kVersionAt, &kVersion, sizeof kVersion);
  std::memcpy(unit.data() + kIdAt, id.data(), id.size());
  return sealed(unit);
}

Unit unit_of(const ErasureRecord& record) {
  Unit unit{};
  const auto bytes = encode_erasure(record);
  std::ranges::copy(bytes, unit.begin());
  return sealed(unit);
}

std::unexpected<Error> failed(const char* what, const std::filesystem::path& file, int error) {
  const auto code = code_of_errno(error);
  const char* mend = code == ErrorCode::resource_exhausted ? "; free some space on its disk and try again"
                     : code == ErrorCode::unavailable      ? "; make it and its folder writable for this user"
                                                           : "";
  return fail(code, std::string("cannot ") + what + " the ledger of erasures " + file.string() + ": " +
                        std::generic_category().message(error) + mend);
}

class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : handle_(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
  ~File() {
    if (handle_ >= 0) ::close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return handle_ >= 0; }
  int handle() const { return handle_; }
  bool write_at(std::size_t offset, std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
      const auto written = ::pwrite(handle_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += static_cast<std::size_t>(written);
    }
    return true;
  }

 private:
  int handle_;
};

bool is_zero(std::span<const std::byte> bytes) {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

bool erases_the_same(const ErasureRecord& a, const ErasureRecord& b) {
  const bool speaker = a.kind == ErasureRecord::Kind::speaker_erased && b.kind == a.kind;
  return speaker ? a.subject == b.subject && a.number == b.number : a == b;
}

bool is_of_meeting(const ErasureRecord& record) {
  return record.kind != ErasureRecord::Kind::key_revoked;
}

Result<UuidBytes> id_in(std::span<const std::byte> head, const std::filesystem::path& file) {
  const bool ours = std::memcmp(head.data(), kMagic.data(), kMagic.size()) == 0;
  std::uint32_t version = 0;
  std::memcpy(&version, head.data() + kVersionAt, sizeof version);
  if (!ours || !is_sound(head)) {
    return fail(ErrorCode::corruption, "the ledger of erasures " + file.string() +
                                           " is damaged at its beginning; put it back from a copy, or move it away to "
                                           "begin a new one: a backup restored later then brings back what it held");
  }
  if (version > kVersion) {
    return fail(ErrorCode::unsupported, "the ledger of erasures " + file.string() +
                                            " was written by a newer Hebb; install that version or a later one");
  }
  UuidBytes id{};
  std::memcpy(id.data(), head.data() + kIdAt, id.size());
  return id;
}

}  // namespace

std::filesystem::path ledger_file_of(const std::filesystem::path& database) {
  auto path = database;
  return path += ".erased";
}

bool are_two_ledgers(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code error;
  return std::filesystem::exists(a, error) && std::filesystem::exists(b, error) &&
         !std::filesystem::equivalent(a, b, error);
}

ErasureRecord meeting_erased(const MeetingId& id) {
  return {.kind = ErasureRecord::Kind::meeting_erased, .subject = id.bytes()};
}

ErasureRecord meeting_imported_again(const MeetingId& id) {
  return {.kind = ErasureRecord::Kind::meeting_imported_again, .subject = id.bytes()};
}

ErasureRecord turn_erased(const MeetingId& id, std::uint32_t number) {
  return {.kind = ErasureRecord::Kind::turn_erased, .subject = id.bytes(), .memory = {}, .number = number};
}

// One more than it is, since zeros are of a record that does not tell it.
ErasureRecord speaker_erased(const MeetingId& id, std::uint32_t number, std::uint32_t left) {
  ErasureRecord record{.kind = ErasureRecord::Kind::speaker_erased, .subject = id.bytes(), .number = number};
  ++left;
  std::memcpy(record.memory.data(), &left, sizeof left);
  return record;
}

std::optional<std::uint32_t> names_left(const ErasureRecord& record) {
  std::uint32_t left = 0;
  std::memcpy(&left, record.memory.data(), sizeof left);
  return left == 0 ? std::nullopt : std::optional(left - 1);
}

ErasureRecordBytes encode_erasure(const ErasureRecord& record) {
  ErasureRecordBytes bytes{};
  bytes[0] = static_cast<std::byte>(record.kind);
  std::memcpy(bytes.data() + kNumberAt, &record.number, sizeof record.number);
  std::memcpy(bytes.data() + kSubjectAt, record.subject.data(), record.subject.size());
  std::memcpy(bytes.data() + kMemoryAt, record.memory.data(), record.memory.size());
  return bytes;
}

ErasureRecord decode_erasure(std::span<const std::byte, kErasureRecordBytes> bytes) {
  ErasureRecord record{.kind = static_cast<ErasureRecord::Kind>(bytes[0])};
  std::memcpy(&record.number, bytes.data() + kNumberAt, sizeof record.number);
  std::memcpy(record.subject.data(), bytes.data() + kSubjectAt, record.subject.size());
  std::memcpy(record.memory.data(), bytes.data() + kMemoryAt, record.memory.size());
  return record;
}

Result<ErasureLedger> ErasureLedger::open(std::filesystem::path file) {
  ErasureLedger ledger(std::move(file));
  std::error_code error;
  const bool there = std::filesystem::exists(ledger.file_, error);
  std::ifstream stream(ledger.file_, std::ios::binary);
  if (there && !stream) return failed("read", ledger.file_, errno == 0 ? EIO : errno);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto bytes = std::as_bytes(std::span(text));
  if (bytes.size() < kUnit || is_zero(bytes)) {  // not there, or a crash came while it was made
    if (auto filled = fill_random(ledger.id_); !filled) return std::unexpected(filled.error());
    return ledger;
  }
  auto id = id_in(bytes.first(kUnit), ledger.file_);
  if (!id) return std::unexpected(id.error());
  ledger.id_ = *id;
  ledger.made_ = true;
  for (auto rest = bytes.subspan(kUnit); rest.size() >= kUnit && !is_zero(rest); rest = rest.subspan(kUnit)) {
    const auto unit = rest.first(kUnit);
    ledger.take(is_sound(unit) ? std::optional(decode_erasure(unit.first<kErasureRecordBytes>())) : std::nullopt);
  }
  return ledger;
}

void ErasureLedger::take(const std::optional<ErasureRecord>& record) {
  records_.push_back(record);
  if (!record || !is_of_meeting(*record)) return;
  if (record->kind == ErasureRecord::Kind::meeting_imported_again) {
    against_.erase(MeetingId(record->subject));
  } else {
    against_.insert(MeetingId(record->subject));
  }
}

std::size_t ErasureLedger::damaged(std::size_t from) const {
  const auto tail = std::span(records_).subspan(std::min(from, records_.size()));
  return static_cast<std::size_t>(std::ranges::count_if(tail, [](const auto& record) { return !record; }));
}

std::vector<ErasureRecord> ErasureLedger::standing(std::size_t from) const {
  std::unordered_map<MeetingId, std::size_t> again;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    const auto& record = records_[i];
    if (record && record->kind == ErasureRecord::Kind::meeting_imported_again) again[MeetingId(record->subject)] = i;
  }
  std::vector<ErasureRecord> found;
  for (std::size_t i = from; i < records_.size(); ++i) {
    const auto& record = records_[i];
    if (!record) continue;
    const auto withdrawn = again.find(MeetingId(record->subject));
    if (!is_of_meeting(*record) || withdrawn == again.end() || withdrawn->second < i) found.push_back(*record);
  }
  return found;
}

bool ErasureLedger::stands(const ErasureRecord& record) const {
  for (const auto& known : std::views::reverse(records_)) {
    if (!known || known->subject != record.subject) continue;
    if (erases_the_same(*known, record)) return true;
    if (is_of_meeting(record) && known->kind == ErasureRecord::Kind::meeting_imported_again) return false;
  }
  return false;
}

Result<void> ErasureLedger::make() {
  const File file(file_, O_WRONLY | O_CREAT);
  if (!file.is_open()) return failed("make", file_, errno);
  std::vector<std::byte> bytes;
  std::ranges::copy(head_of(id_), std::back_inserter(bytes));
  for (const auto& record : records_) {
    std::ranges::copy(record ? unit_of(*record) : Unit{std::byte{1}}, std::back_inserter(bytes));
  }
  if (!file.write_at(0, bytes) || ::fsync(file.handle()) != 0) return failed("make", file_, errno);
  const File folder(std::filesystem::absolute(file_).parent_path(), O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || ::fsync(folder.handle()) != 0) return failed("make", file_, errno);
  made_ = true;
  return {};
}

Result<void> ErasureLedger::reserve(std::size_t more) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file_, error);
  if (error || size < kUnit) {
    if (auto made = make(); !made) return made;
  }
  const File file(file_, O_WRONLY);
  if (!file.is_open()) return failed("write", file_, errno);
  const auto end = static_cast<off_t>(kUnit * (1 + records_.size()));
  if (::fallocate(file.handle(), FALLOC_FL_KEEP_SIZE, end,
                  static_cast<off_t>(kUnit * std::max<std::size_t>(1, more))) == 0)
    return {};
  if (errno == EOPNOTSUPP || errno == ENOSYS) return {};  // then `append` may still find the disk full
  return failed("extend", file_, errno);
}

Result<void> ErasureLedger::append(std::span<const ErasureRecord> more) {
  if (more.empty()) return {};
  if (auto reserved = reserve(more.size()); !reserved) return reserved;
  const File file(file_, O_WRONLY);
  if (!file.is_open()) return failed("write", file_, errno);
  std::vector<std::byte> bytes;
  for (const ErasureRecord& record : more) std::ranges::copy(unit_of(record), std::back_inserter(bytes));
  const auto offset = kUnit * (1 + records_.size());
  if (!file.write_at(offset, bytes) || ::fdatasync(file.handle()) != 0) {
    const int error = errno;
    (void)::ftruncate(file.handle(), static_cast<off_t>(offset));
    return failed("write", file_, error);
  }
  for (const ErasureRecord& record : more) take(record);
  return {};
}

}  // namespace hebb
