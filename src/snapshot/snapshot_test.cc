#include "snapshot/snapshot.h"

#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>

#include "snapshot/snapshot_format.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "hebb-snapshot-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path file() const { return path_ / "some.index"; }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), {})); }

 private:
  fs::path path_;
};

const SnapshotHead kHead{.name = {7, 1, 255}, .seq = 42};

struct Content {
  std::vector<std::uint32_t> numbers;
  std::string text = "naïve, with a \0 in it";
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
};

Content content(std::size_t numbers) {
  Content content;
  content.numbers.resize(numbers);
  std::iota(content.numbers.begin(), content.numbers.end(), 0u);
  return content;
}

void fill(SnapshotWriter& writer, const Content& content) {
  writer.begin(0);
  writer.array(content.numbers);
  writer.text(content.text);
  writer.begin(2);
  writer.value(content.least);
}

void write(const fs::path& file, const Content& content, const SnapshotHead& head = kHead) {
  auto writer = SnapshotWriter::create(file);
  REQUIRE(writer);
  fill(*writer, content);
  REQUIRE(writer->seal(head));
  REQUIRE(writer->publish());
}

// What stands in the file; none where it is damaged.
std::optional<Content> read(const fs::path& file) {
  const auto opened = SnapshotFile::open(file);
  if (!opened) return std::nullopt;
  Content content;
  SnapshotReader first = opened->section(0);
  first.array(content.numbers);
  content.text = first.text();
  SnapshotReader second = opened->section(2);
  content.least = second.value<std::int64_t>();
  if (!first.close() || !second.close()) return std::nullopt;
  return content;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

bool same(const std::optional<Content>& a, const Content& b) {
  return a && a->numbers == b.numbers && a->text == b.text && a->least == b.least;
}

}  // namespace

TEST_CASE("what is written to a snapshot is read from it") {
  const Folder folder;
  const std::size_t some = GENERATE_COPY(0, 1, 1000, snapshot::kChunk / 4 - 1, snapshot::kChunk / 4 + 1, 700'000);
  const Content written = content(some);
  write(folder.file(), written);
  CHECK(same(read(folder.file()), written));
  const auto opened = SnapshotFile::open(folder.file());
  REQUIRE(opened);
  CHECK(opened->head() == kHead);
  CHECK(opened->size() == fs::file_size(folder.file()));
  CHECK(folder.files() == 1);
  struct stat status{};
  REQUIRE(::stat(folder.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  SnapshotReader empty = opened->section(1);
  CHECK(empty.close());
}

TEST_CASE("a flipped bit anywhere, a byte less and a byte more are found") {
  const Folder folder;
  const Content written = content(100);
  write(folder.file(), written);
  const std::string whole = bytes_of(folder.file());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
    put(folder.file(), damaged);
    if (read(folder.file())) FAIL("byte " << i);
  }
  for (std::size_t length = 0; length < whole.size(); ++length) {
    put(folder.file(), whole.substr(0, length));
    if (read(folder.file())) FAIL("length " << length);
  }
  put(folder.file(), whole);
  CHECK(same(read(folder.file()), written));
}

TEST_CASE("a reader that asks for more or less than there is fails, and takes no more memory than the file is long") {
  const Folder folder;
  auto writer = SnapshotWriter::create(folder.file());
  REQUIRE(writer);
  writer->begin(0);
  writer->value(std::numeric_limits<std::uint64_t>::max());
  writer->begin(1);
  writer->value<std::uint64_t>(9);
  writer->bytes(std::as_bytes(std::span("12345678", 8)));
  REQUIRE(writer->seal(kHead));
  REQUIRE(writer->publish());
  const auto opened = SnapshotFile::open(folder.file());
  REQUIRE(opened);
  SnapshotReader endless = opened->section(0);
  std::vector<std::uint64_t> numbers;
  endless.array(numbers);
  CHECK(numbers.empty());
  CHECK(endless.failed());
  CHECK(endless.value<std::uint32_t>() == 0);
  CHECK_FALSE(endless.close());
  SnapshotReader longer = opened->section(1);
  CHECK(longer.text().empty());
  CHECK_FALSE(longer.close());
  SnapshotReader left_over = opened->section(1);
  left_over.value<std::uint64_t>();
  CHECK_FALSE(left_over.failed());
  CHECK_FALSE(left_over.close());
  SnapshotReader refused = opened->section(1);
  refused.fail();
  CHECK_FALSE(refused.close());
}

TEST_CASE("what is not published, or cancelled, leaves the file before") {
  const Folder folder;
  write(folder.file(), content(3));
  SECTION("not published") {
    auto writer = SnapshotWriter::create(folder.file());
    REQUIRE(writer);
    fill(*writer, content(5));
    REQUIRE(writer->seal(kHead));
    CHECK(folder.files() == 2);
  }
  SECTION("cancelled") {
    std::stop_source stop;
    auto writer = SnapshotWriter::create(folder.file(), stop.get_token());
    REQUIRE(writer);
    stop.request_stop();
    fill(*writer, content(1'000'000));
    const auto sealed = writer->seal(kHead);
    REQUIRE_FALSE(sealed);
    CHECK(sealed.error().code == ErrorCode::cancelled);
  }
  CHECK(folder.files() == 1);
  CHECK(same(read(folder.file()), content(3)));
}

TEST_CASE("the next file takes the place of the one before, and of a half-written one") {
  const Folder folder;
  write(folder.file(), content(3));
  put(folder.file().string() + ".part", "left by a crash");
  write(folder.file(), content(4), {.name = {1}, .seq = 43});
  CHECK(same(read(folder.file()), content(4)));
  CHECK(folder.files() == 1);
}

TEST_CASE("a removed snapshot is gone, with its half-written successor") {
  const Folder folder;
  CHECK(remove_snapshot(folder.file()));  // nothing is there
  write(folder.file(), content(3));
  put(folder.file().string() + ".part", "half");
  CHECK(remove_snapshot(folder.file()));
  CHECK(folder.files() == 0);
  const auto opened = SnapshotFile::open(folder.file());
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == ErrorCode::not_found);
  fs::create_directory(folder.file());
  CHECK_FALSE(remove_snapshot(folder.file()));
}

TEST_CASE("another program's snapshot is not read") {
  const Folder folder;
  write(folder.file(), content(3));
  std::string bytes = bytes_of(folder.file());
  snapshot::Head head;
  std::memcpy(&head, bytes.data(), sizeof head);
  CHECK(head.program == program_fingerprint());
  head.program[5] ^= 1U;
  head.checksum = snapshot::checksum_of(head);
  std::memcpy(bytes.data(), &head, sizeof head);
  put(folder.file(), bytes);
  const auto opened = SnapshotFile::open(folder.file());
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == ErrorCode::unsupported);
}

TEST_CASE("a snapshot that cannot be written says why") {
  const auto writer = SnapshotWriter::create("/nowhere/at/all.index");
  REQUIRE_FALSE(writer);
  CHECK(writer.error().message.contains("/nowhere/at/all.index.part"));
}

}  // namespace hebb
