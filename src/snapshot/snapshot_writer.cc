#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <system_error>
#include <utility>

#include "base/system_error.h"
#include "snapshot/snapshot_format.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;

fs::path part_of(const fs::path& file) {
  auto part = file;
  return part += ".part";
}

Error failure_of(const char* what, const fs::path& file, int error) {
  return {code_of_errno(error),
          std::format("cannot {} {}: {}", what, file.string(), std::generic_category().message(error))};
}

Result<void> remove_file(const fs::path& file) {
  if (::unlink(file.c_str()) == 0 || errno == ENOENT) return {};
  return std::unexpected(failure_of("remove", file, errno));
}

}  // namespace

struct SnapshotWriter::State {
  fs::path file;
  std::stop_token stop;
  int handle = -1;
  bool published = false;
  std::optional<Error> error;
  snapshot::Head head;
  std::size_t section = kSnapshotSections;  // none is begun
  std::uint64_t written = 0;
  std::vector<std::byte> chunk;
  snapshot::Checksum checksum;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (handle >= 0) ::close(handle);
    if (!published && handle >= 0) ::unlink(part_of(file).c_str());
  }

  void put(std::span<const std::byte> bytes) {
    if (!error && stop.stop_requested()) error = Error{ErrorCode::cancelled, "writing a snapshot was cancelled"};
    while (!error && !bytes.empty()) {
      const auto count = ::write(handle, bytes.data(), std::min(bytes.size(), snapshot::kChunk));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        error = failure_of("write", part_of(file), count == 0 ? ENOSPC : errno);
        return;
      }
      written += static_cast<std::uint64_t>(count);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
  }

  void take(std::span<const std::byte> bytes) {
    checksum.add(bytes);
    if (bytes.size() >= snapshot::kChunk) {
      flush();
      put(bytes);
      return;
    }
    if (chunk.size() + bytes.size() > snapshot::kChunk) flush();
    chunk.insert(chunk.end(), bytes.begin(), bytes.end());
  }

  void flush() {
    put(chunk);
    chunk.clear();
  }

  void end_section() {
    flush();
    if (section == kSnapshotSections) return;
    auto& present = head.sections.at(section);
    present.bytes = written - present.begin;
    present.checksum = checksum.value();
  }
};

SnapshotWriter::SnapshotWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
SnapshotWriter::SnapshotWriter(SnapshotWriter&&) noexcept = default;
SnapshotWriter& SnapshotWriter::operator=(SnapshotWriter&&) noexcept = default;
SnapshotWriter::~SnapshotWriter() = default;

Result<SnapshotWriter> SnapshotWriter::create(fs::path file, std::stop_token stop) {
  const auto program = program_fingerprint();
  if (!program) return hebb::fail(ErrorCode::unsupported, "this program has no build id, so it leaves no snapshots");
  auto state = std::make_unique<State>();
  state->file = std::move(file);
  state->stop = std::move(stop);
  state->head.program = *program;
  const auto part = part_of(state->file);
  ::unlink(part.c_str());
  state->handle = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (state->handle < 0) return std::unexpected(failure_of("write", part, errno));
  state->put(std::as_bytes(std::span(&state->head, 1)));  // its place; what belongs there comes last
  return SnapshotWriter(std::move(state));
}

void SnapshotWriter::begin(std::size_t section) {
  HEBB_CHECK(section < kSnapshotSections && state_->head.sections[section].begin == 0);
  state_->end_section();
  state_->checksum.restart();
  state_->section = section;
  state_->head.sections[section].begin = state_->written;
}

void SnapshotWriter::bytes(std::span<const std::byte> bytes) {
  state_->take(bytes);
}

Result<void> SnapshotWriter::seal(const SnapshotHead& head) {
  State& state = *state_;
  state.end_section();
  if (state.error) return std::unexpected(*state.error);
  state.head.name = head.name;
  state.head.seq = head.seq;
  state.head.checksum = snapshot::checksum_of(state.head);
  if (::pwrite(state.handle, &state.head, sizeof state.head, 0) != static_cast<ssize_t>(sizeof state.head) ||
      ::fsync(state.handle) != 0) {
    return std::unexpected(failure_of("write", part_of(state.file), errno));
  }
  return {};
}

Result<void> SnapshotWriter::publish() {
  const auto part = part_of(state_->file);
  if (::rename(part.c_str(), state_->file.c_str()) != 0) return std::unexpected(failure_of("write", part, errno));
  state_->published = true;
  return {};
}

fs::path snapshot_file_of(const fs::path& database) {
  auto path = database;
  return path += ".index";
}

Result<void> remove_unfinished_snapshot(const fs::path& file) {
  return remove_file(part_of(file));
}

Result<void> remove_snapshot(const fs::path& file) {
  const auto unfinished = remove_unfinished_snapshot(file);  // whatever becomes of one, the other goes
  const auto whole = remove_file(file);
  return whole ? unfinished : whole;
}

}  // namespace hebb
