// A file of checksummed sections that one start of this program leaves to the next: what derived indexes need not make
// again. Written and read by the same program on the same machine only, so numbers stand in it as in memory; whatever
// is wrong with a file costs time alone. Front header of snapshot/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "base/ids.h"

namespace hebb {

inline constexpr std::size_t kSnapshotSections = 4;

// Which state a file holds.
struct SnapshotHead {
  UuidBytes name{};       // random, a new one for each file
  std::uint64_t seq = 0;  // of the store

  friend bool operator==(const SnapshotHead&, const SnapshotHead&) = default;
};

template <class T>
concept PlainValue = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>;

// One file, section after section. An error stays until `seal` tells it; what is written after it goes nowhere.
// Thread safety: confined to one thread.
class SnapshotWriter {
 public:
  // Writes beside `file`, under a name of its own, with mode 0600. Errors: unavailable, resource_exhausted, internal.
  static Result<SnapshotWriter> create(std::filesystem::path file, std::stop_token stop = {});
  SnapshotWriter(SnapshotWriter&&) noexcept;
  SnapshotWriter& operator=(SnapshotWriter&&) noexcept;
  ~SnapshotWriter();  // without `publish`, nothing is left

  // What is written from now on is of this section. Requires: < kSnapshotSections, each begun at most once.
  void begin(std::size_t section);
  void bytes(std::span<const std::byte> bytes);
  template <PlainValue T>
  void value(const T& value) {
    bytes(std::as_bytes(std::span(&value, 1)));
  }
  template <PlainValue T>
  void array(std::span<const T> values) {
    value<std::uint64_t>(values.size());
    bytes(std::as_bytes(values));
  }
  template <PlainValue T>
  void array(const std::vector<T>& values) {
    array(std::span(values));
  }
  void text(std::string_view text) { array(std::span(text)); }

  // Whole and on the disk on return. Errors: those of `create`, cancelled.
  Result<void> seal(const SnapshotHead& head);
  // Under its name, in place of the file before. Requires: it is sealed. Errors: those of `create`.
  Result<void> publish();

 private:
  struct State;
  explicit SnapshotWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What a reader makes of a section may be used once `close` says that the section is whole: until then it may be
// nonsense, though never more than the file is long. Thread safety: confined to one thread.
class SnapshotReader {
 public:
  SnapshotReader(SnapshotReader&&) noexcept;
  SnapshotReader& operator=(SnapshotReader&&) noexcept;
  ~SnapshotReader();

  void bytes(std::span<std::byte> out);  // zeros once it has failed
  template <PlainValue T>
  T value() {
    T value{};
    bytes(std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }
  bool flag() { return value<std::uint8_t>() != 0; }
  template <PlainValue T>
  void array(std::vector<T>& out) {
    out.resize(count(sizeof(T)));
    bytes(std::as_writable_bytes(std::span(out)));
  }
  std::string text();
  // How many things of at least so many bytes each follow, as `value<std::uint64_t>` gives it; 0 and failed where the
  // section is too short for them.
  std::size_t count(std::size_t bytes_each);
  // Something read cannot be.
  void fail() { failed_ = true; }
  bool failed() const { return failed_; }

  // Errors: corruption, where anything failed, bytes are left over, or the checksum is another.
  Result<void> close();

 private:
  friend class SnapshotFile;
  struct State;
  explicit SnapshotReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  bool failed_ = false;
};

// Thread safety: thread-safe; each reader reads for itself.
class SnapshotFile {
 public:
  // Errors: not_found, unsupported (another program's, or an older build's), corruption, unavailable.
  static Result<SnapshotFile> open(const std::filesystem::path& file);
  const SnapshotHead& head() const;
  std::uint64_t size() const;  // bytes
  SnapshotReader section(std::size_t section) const;

 private:
  friend class SnapshotReader;
  struct State;
  explicit SnapshotFile(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

// Beside the database, as all that belongs to it.
std::filesystem::path snapshot_file_of(const std::filesystem::path& database);
// What a crash left of writing one. Errors: unavailable, internal.
Result<void> remove_unfinished_snapshot(const std::filesystem::path& file);
// That, and the whole one: a later start then finds none.
Result<void> remove_snapshot(const std::filesystem::path& file);

// Of the running program and the libraries that its reading of text depends on; none where the linker left no mark.
std::optional<std::array<std::uint8_t, 32>> program_fingerprint();

}  // namespace hebb
