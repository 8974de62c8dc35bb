#include "app/linked_database.h"

#include <cerrno>
#include <format>
#include <system_error>

#include "base/rename.h"
#include "base/system_error.h"
#include "snapshot/snapshot.h"
#include "store/erasure_ledger.h"

namespace hebb::app {
namespace {

namespace fs = std::filesystem;

Result<void> take_over_ledger(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error) || fs::exists(to, error)) return {};
  if (const auto ledger = ErasureLedger::open(from); !ledger) return std::unexpected(ledger.error());
  if (rename_to_free(from, to) == 0) return {};
  const int why = errno;
  if (why == ENOENT || why == EEXIST) return {};
  return fail(why == EXDEV ? ErrorCode::conflict : code_of_errno(why),
              std::format("{} is the ledger of erasures of the database that the link beside it names, and cannot be "
                          "moved to {}: {}; move it there, else what was erased may come back with a backup",
                          from.string(), to.string(), std::generic_category().message(why)));
}

}  // namespace

Result<void> settle_link(const Config::Data& data) {
  if (data.link.empty()) return {};
  if (auto taken = take_over_ledger(ledger_file_of(data.link), ledger_file_of(data.database)); !taken) return taken;
  const auto index = snapshot_file_of(data.link);
  std::error_code error;
  const bool same = fs::equivalent(index, snapshot_file_of(data.database), error);
  if (same) return {};
  const auto found = SnapshotFile::open(index);
  const bool ours = found || found.error().code == ErrorCode::unsupported;  // by another build of Hebb
  return ours ? remove_snapshot(index) : Result<void>();
}

}  // namespace hebb::app
