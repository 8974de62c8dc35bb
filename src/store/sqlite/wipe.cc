#include "store/sqlite/wipe.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hebb::sqlite {
namespace {

using Bytes = std::span<const unsigned char>;

// https://www.sqlite.org/fileformat2.html, section 1.6: the header of a page of a b-tree.
constexpr std::size_t kDatabaseHeader = 100;  // before the page's own, on the first page
constexpr std::size_t kInteriorHeader = 12;
constexpr std::size_t kLeafHeader = 8;
// Every other kind of page begins with a page number, or zero: below this many pages its first byte is never that of a
// b-tree's page.
constexpr std::int64_t kPagesTellable = std::int64_t{2} << 24;

std::size_t number_at(Bytes page, std::size_t offset) {
  return static_cast<std::size_t>(page[offset] << 8 | page[offset + 1]);
}

std::size_t header_bytes_of(unsigned char flag) {
  if (flag == 0x02 || flag == 0x05) return kInteriorHeader;
  if (flag == 0x0a || flag == 0x0d) return kLeafHeader;
  return 0;
}

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Between the pointers to a page's cells, which grow upwards, and the cells, which grow downwards. None: not a page of
// a b-tree, or one that is not as it should be and is left to `check`.
std::optional<Range> unused_middle(Bytes page, std::size_t start, std::size_t usable) {
  const auto header = header_bytes_of(page[start]);
  if (header == 0) return std::nullopt;
  const auto cells = number_at(page, start + 3);
  const auto content = number_at(page, start + 5);
  const Range middle{.begin = start + header + 2 * cells, .end = content == 0 ? 65536 : content};
  if (middle.begin > middle.end || middle.end > usable) return std::nullopt;
  for (std::size_t i = 0; i < cells; ++i) {
    const auto cell = number_at(page, start + header + 2 * i);
    if (cell < middle.end || cell >= usable) return std::nullopt;
  }
  return middle;
}

void expect_ok(int code, const Database& database) {
  if (code != SQLITE_OK) throw Failure(error_of(code, sqlite3_system_errno(database.handle()), database.file()));
}

void zero_unused_middles(Database& writer) {
  const auto page_bytes = writer.integer("PRAGMA page_size");
  const auto pages = writer.integer("PRAGMA page_count");
  if (pages >= kPagesTellable) {
    throw Failure({ErrorCode::unsupported, "the database " + writer.file().string() +
                                               " is too large to be wiped of what was erased; divide it by projects"});
  }
  sqlite3_file* const file = writer.file_handle();
  std::vector<unsigned char> page(static_cast<std::size_t>(page_bytes));
  const std::vector<unsigned char> zeros(page.size());
  std::size_t reserved = 0;
  bool written = false;
  for (std::int64_t number = 0; number < pages; ++number) {
    const auto offset = number * page_bytes;
    expect_ok(file->pMethods->xRead(file, page.data(), static_cast<int>(page_bytes), offset), writer);
    if (number == 0) reserved = page[20];
    const auto middle = unused_middle(page, number == 0 ? kDatabaseHeader : 0, page.size() - reserved);
    if (!middle) continue;
    const auto bytes = std::span(page).subspan(middle->begin, middle->end - middle->begin);
    if (std::ranges::all_of(bytes, [](unsigned char byte) { return byte == 0; })) continue;
    expect_ok(file->pMethods->xWrite(file, zeros.data(), static_cast<int>(bytes.size()),
                                     offset + static_cast<std::int64_t>(middle->begin)),
              writer);
    written = true;
  }
  if (written) expect_ok(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL), writer);
}

// The writer's own copies of pages would bring the zeroed bytes back with its next write.
void forget_pages(Database& writer) {
  expect_ok(sqlite3_file_control(writer.handle(), "main", SQLITE_FCNTL_RESET_CACHE, nullptr), writer);
}

}  // namespace

void set_wipe_pending(Database& writer, bool pending) {
  writer.run(
      "INSERT INTO housekeeping (only, wipe_pending) VALUES (1, ?1) "
      "ON CONFLICT (only) DO UPDATE SET wipe_pending = excluded.wipe_pending",
      pending);
}

bool wipe_pending(Database& database) {
  return database.integer("SELECT wipe_pending FROM housekeeping") != 0;
}

bool wipe(Database& writer) {
  if (!writer.truncate_log()) return false;
  {
    const Transaction nobody_else_writes(writer, Transaction::Kind::write);
    if (!writer.log_is_empty()) return false;
    zero_unused_middles(writer);
  }
  forget_pages(writer);
  set_wipe_pending(writer, false);
  return true;
}

}  // namespace hebb::sqlite
