// What is known of a backup: a copy of a store's truth in one file. Plain values; who makes and reads them is the
// backend's (store/sqlite/backup.h).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/domain.h"

namespace hebb {

struct BackupFacts {
  std::filesystem::path file;
  std::uint64_t bytes = 0;
  std::uint64_t seq = 0;  // of the state that was copied
  std::uint64_t meetings = 0;
  std::array<std::uint64_t, kLevels> memories{};
};

struct BackupCheck {
  BackupFacts facts;
  std::string digest;                 // SHA-256 of the file, hexadecimal
  std::int64_t schema = 0;            // version of its tables
  std::int64_t present_schema = 0;    // that this program writes
  std::vector<std::string> findings;  // empty: sound
};

struct RestoreReport {
  BackupCheck backup;
  std::uint64_t erased_again = 0;                   // meetings of the backup that had been erased since
  std::uint64_t reduced_again = 0;                  // others, of which a part had been erased since
  std::optional<std::filesystem::path> kept_aside;  // the database that was there
  std::optional<std::string> lost_records;          // what to tell where its ledger lost records of erasures
};

// Called with the files in which a backup is prepared, before any of them is made. What it gives is held as long as
// they hold nothing but what is in the backup too: whoever ends the process by then may remove them.
using GuardUnfinished = std::function<std::shared_ptr<void>(const std::vector<std::filesystem::path>& files)>;

}  // namespace hebb
