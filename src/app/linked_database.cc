#include "app/linked_database.h"

#include <algorithm>
#include <cerrno>
#include <format>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "base/private_file.h"
#include "base/rename.h"
#include "base/sync.h"
#include "base/system_error.h"
#include "snapshot/snapshot.h"
#include "store/erasure_ledger.h"

namespace hebb::app {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> failed(int error) {
  return fail(code_of_errno(error), std::generic_category().message(error));
}

// To another file system, or out of a folder that may only be read, where the old one stays: it says nothing more.
Result<void> copy_ledger(const fs::path& from, const fs::path& to) {
  std::ifstream stream(from, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return failed(EIO);
  auto part = to;
  part += ".part";
  if (auto written = write_private_file(part, bytes); !written) return written;
  std::error_code ignored;
  if (rename_to_free(part, to) != 0) {
    const int error = errno;
    fs::remove(part, ignored);
    return error == EEXIST ? Result<void>() : failed(error);
  }
  if (const auto failure = sync_to_disk(fs::absolute(to).parent_path())) return failed(failure->error);
  fs::remove(from, ignored);
  return {};
}

// Where it cannot be moved, questions are answered all the same, by what it records.
Result<fs::path> take_over_ledger(const fs::path& from, const fs::path& to, const Warn& warn) {
  std::error_code error;
  if (!fs::exists(from, error) || fs::exists(to, error)) return {};
  if (const auto ledger = ErasureLedger::open(from); !ledger) return std::unexpected(ledger.error());
  if (rename_to_free(from, to) == 0 || errno == ENOENT || errno == EEXIST) return {};
  const auto copied = copy_ledger(from, to);
  if (copied || fs::exists(to, error)) return {};
  warn(
      std::format("{} is the ledger of erasures of the database that the link beside it names, and cannot be moved to "
                  "{}: {}; move it there, else what was erased may come back with a backup",
                  from.string(), to.string(), copied.error().message));
  return from;
}

void remove_index_beside(const Config::Data& data, const Warn& warn) {
  const auto index = snapshot_file_of(data.link);
  std::error_code error;
  if (fs::equivalent(index, snapshot_file_of(data.database), error)) return;
  const auto found = SnapshotFile::open(index);
  const bool ours = found || found.error().code == ErrorCode::unsupported;  // by another build of Hebb
  if (!ours) return;
  if (const auto removed = remove_snapshot(index); !removed) {
    warn(std::format("{}; remove it: it is used no more, and may hold what was erased since", removed.error().message));
  }
}

// Records are not taken from one into the other: what was erased through the link and imported again through the file
// would go once more.
Result<void> expect_nothing_more_in(const fs::path& other, const ErasureLedger& ledger) {
  const auto second = ErasureLedger::open(other);
  if (!second) return std::unexpected(second.error());
  const auto known = [&](const ErasureRecord& record) { return ledger.stands(record); };
  if (second->damaged() == 0 && std::ranges::all_of(second->standing(0), known)) return {};
  return fail(ErrorCode::conflict,
              std::format("{} records erasures that {} lacks, beside the link that names the database: a backup from "
                          "before them may bring back what they name; move that file away to restore all the same",
                          other.string(), ledger.file().string()));
}

}  // namespace

Result<fs::path> settle_link(const Config::Data& data, const Warn& warn) {
  if (data.link.empty()) return {};
  auto ledger = take_over_ledger(ledger_file_of(data.link), ledger_file_of(data.database), warn);
  if (ledger) remove_index_beside(data, warn);
  return ledger;
}

Result<void> settle_link_for_restore(const Config::Data& data, const Warn& warn) {
  std::string why;
  const auto elsewhere = settle_link(data, [&](std::string_view text) {
    if (why.empty()) why = text;
  });
  if (!elsewhere) return std::unexpected(elsewhere.error());
  if (!elsewhere->empty()) return fail(ErrorCode::unavailable, why);
  if (!why.empty()) warn(why);
  const auto beside_file = ledger_file_of(data.database), beside_link = ledger_file_of(data.link);
  if (data.link.empty() || !are_two_ledgers(beside_file, beside_link)) return {};
  const auto ledger = ErasureLedger::open(beside_file);
  return ledger ? expect_nothing_more_in(beside_link, *ledger) : std::unexpected(ledger.error());
}

}  // namespace hebb::app
