#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "store/sqlite/database.h"

namespace hebb::sqlite {
namespace {

// "(SQLITE_FULL 13; No space left on device)": what a person searches for.
std::string detail_of(int code, int system_error) {
  std::string detail = std::string(" (SQLite ") + std::to_string(code) + ": " + sqlite3_errstr(code);
  if (system_error != 0) detail += "; " + std::generic_category().message(system_error);
  return detail + ")";
}

bool lacks_space(int code, int system_error) {
  if ((code & 0xff) == SQLITE_FULL) return true;
  return (code & 0xff) == SQLITE_IOERR && (system_error == ENOSPC || system_error == EDQUOT);
}

Error cannot_open(const std::string& name, const std::filesystem::path& file, const std::string& detail) {
  std::error_code ignored;
  const auto folder = std::filesystem::absolute(file, ignored).parent_path();
  if (!std::filesystem::is_directory(folder, ignored)) {
    return {ErrorCode::not_found,
            "the folder of the database " + name + " does not exist; create it, or choose another with --data-dir"};
  }
  return {
      ErrorCode::unavailable,
      "the database " + name +
          " cannot be opened; it and its folder must be readable and writable for this user, and not a folder itself" +
          detail};
}

}  // namespace

Error error_of(int code, int system_error, const std::filesystem::path& file) {
  HEBB_CHECK((code & 0xff) != SQLITE_MISUSE);
  const std::string name = file.string();
  const std::string detail = detail_of(code, system_error);
  if (lacks_space(code, system_error)) {
    return {ErrorCode::resource_exhausted,
            "no space left for the database " + name + "; free some on its disk and try again" + detail};
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::unavailable,
              "the database " + name + " is in use by another process; try again when that has finished" + detail};
    case SQLITE_CORRUPT:
      return {
          ErrorCode::corruption,
          "the database " + name +
              " is damaged; run `hebb doctor`, then restore a backup or import the meetings into a new data directory" +
              detail};
    case SQLITE_NOTADB:
      return {ErrorCode::corruption, name +
                                         " is not a database, or its first page is damaged; restore a backup, or move "
                                         "the file away to begin anew" +
                                         detail};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::unavailable,
              "the database " + name + " is read-only; make it and its folder writable for this user" + detail};
    case SQLITE_CANTOPEN:
      return cannot_open(name, file, detail);
    case SQLITE_CONSTRAINT:
      return {ErrorCode::conflict, "the database " + name + " refuses values that contradict it" + detail};
    case SQLITE_INTERRUPT:
      return {ErrorCode::cancelled, "work on the database " + name + " was interrupted" + detail};
    case SQLITE_NOMEM:
      return {ErrorCode::resource_exhausted, "no memory left for work on the database " + name + detail};
    case SQLITE_TOOBIG:
      return {ErrorCode::invalid_argument, "a text is too long for the database " + name + detail};
    case SQLITE_IOERR:
      return {ErrorCode::internal, "reading or writing the database " + name +
                                       " failed; look at its disk (kernel log, file system check)" + detail};
    default:
      return {ErrorCode::internal, "the database " + name + " failed" + detail};
  }
}

}  // namespace hebb::sqlite
