// How a backup that was prepared beside a database comes to stand in its place. Private to store/sqlite/.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/sqlite/database.h"

namespace hebb::sqlite {

struct Beside {
  std::filesystem::path work;   // where the backup is prepared
  std::filesystem::path aside;  // where the database that was there stays
};

// Thrown when something was moved and stays so: its words tell what lies where.
class Unsettled : public Failure {
 public:
  using Failure::Failure;
};

std::filesystem::path with_suffix(const std::filesystem::path& file, const std::string& suffix);
Failure failure_of(const char* what, const std::filesystem::path& file, int error);
std::vector<std::filesystem::path> files_of(const std::filesystem::path& database);  // that there may be
void remove_all_of(const std::filesystem::path& database);
void sync_path(const std::filesystem::path& path);  // throws Failure

// What could not be moved into the file belongs to it under its new name, and would spoil any other. Throws Failure.
void keep_log(const std::filesystem::path& database, const std::filesystem::path& aside);

// `there`: whether there is a database to be kept aside, whose log was kept. Throws Failure when nothing was changed,
// else Unsettled.
void put_in_place(const Beside& beside, const std::filesystem::path& database, bool there);

}  // namespace hebb::sqlite
