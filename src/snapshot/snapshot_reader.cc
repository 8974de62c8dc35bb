#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "snapshot/snapshot_format.h"

namespace hebb {

struct SnapshotFile::State {
  int handle = -1;
  std::uint64_t bytes = 0;
  snapshot::Head head;
  SnapshotHead told;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (handle >= 0) ::close(handle);
  }

  bool read_at(std::uint64_t offset, std::span<std::byte> out) const {
    while (!out.empty()) {
      const auto count = ::pread(handle, out.data(), out.size(), static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      offset += static_cast<std::uint64_t>(count);
      out = out.subspan(static_cast<std::size_t>(count));
    }
    return true;
  }
};

Result<SnapshotFile> SnapshotFile::open(const std::filesystem::path& file) {
  auto state = std::make_shared<State>();
  state->handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (state->handle < 0) {
    return hebb::fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable,
                      "cannot read " + file.string() + ": " + std::generic_category().message(errno));
  }
  const auto damaged = [&] { return hebb::fail(ErrorCode::corruption, file.string() + " is damaged"); };
  struct stat status{};
  if (::fstat(state->handle, &status) != 0) return damaged();
  state->bytes = static_cast<std::uint64_t>(status.st_size);
  if (!state->read_at(0, std::as_writable_bytes(std::span(&state->head, 1)))) return damaged();
  const snapshot::Head& head = state->head;
  if (head.magic != snapshot::kMagic || head.checksum != snapshot::checksum_of(head)) return damaged();
  if (head.program != program_fingerprint()) {
    return hebb::fail(ErrorCode::unsupported, file.string() + " is of another build");
  }
  for (const auto& section : head.sections) {
    if (section.begin > state->bytes || section.bytes > state->bytes - section.begin) return damaged();
  }
  state->told = {.name = head.name, .seq = head.seq};
  return SnapshotFile(std::move(state));
}

const SnapshotHead& SnapshotFile::head() const {
  return state_->told;
}

std::uint64_t SnapshotFile::size() const {
  return state_->bytes;
}

struct SnapshotReader::State {
  std::shared_ptr<const SnapshotFile::State> file;
  snapshot::Section section;
  std::uint64_t at = 0;  // in the file, of what is not in the chunk yet
  std::vector<std::byte> chunk;
  std::size_t used = 0;  // of the chunk
  snapshot::Checksum checksum;

  std::uint64_t left() const { return section.begin + section.bytes - at + (chunk.size() - used); }

  bool load(std::span<std::byte> out) {
    if (!file->read_at(at, out)) return false;
    checksum.add(out);
    at += out.size();
    return true;
  }

  bool take(std::span<std::byte> out) {
    if (out.size() > left()) return false;
    const std::size_t ready = std::min(out.size(), chunk.size() - used);
    if (ready > 0) std::memcpy(out.data(), chunk.data() + used, ready);
    used += ready;
    out = out.subspan(ready);
    if (out.empty()) return true;
    if (out.size() >= snapshot::kChunk) return load(out);
    chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left(), snapshot::kChunk)));
    used = 0;
    if (!load(chunk)) return false;
    std::memcpy(out.data(), chunk.data(), out.size());
    used = out.size();
    return true;
  }
};

SnapshotReader SnapshotFile::section(std::size_t section) const {
  auto state = std::make_unique<SnapshotReader::State>();
  state->file = state_;
  state->section = state_->head.sections.at(section);
  state->at = state->section.begin;
  return SnapshotReader(std::move(state));
}

SnapshotReader::SnapshotReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SnapshotReader::SnapshotReader(SnapshotReader&&) noexcept = default;
SnapshotReader& SnapshotReader::operator=(SnapshotReader&&) noexcept = default;
SnapshotReader::~SnapshotReader() = default;

void SnapshotReader::bytes(std::span<std::byte> out) {
  if (out.empty()) return;
  if (!failed_ && state_->take(out)) return;
  failed_ = true;
  std::ranges::fill(out, std::byte{0});
}

std::string SnapshotReader::text() {
  std::string text(count(1), '\0');
  bytes(std::as_writable_bytes(std::span(text)));
  return text;
}

std::size_t SnapshotReader::count(std::size_t bytes_each) {
  const auto count = value<std::uint64_t>();
  if (count <= state_->left() / bytes_each) return static_cast<std::size_t>(count);
  failed_ = true;
  return 0;
}

Result<void> SnapshotReader::close() {
  const bool never_begun = state_->section.begin == 0;
  failed_ = failed_ || state_->left() > 0 || (!never_begun && state_->checksum.value() != state_->section.checksum);
  if (failed_) return hebb::fail(ErrorCode::corruption, "a section of the snapshot is damaged");
  return {};
}

}  // namespace hebb
