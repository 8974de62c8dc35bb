// What the operating system's errno is among our errors.
#pragma once

#include <cerrno>

#include "base/error.h"

namespace hebb {

// resource_exhausted: there is no room. unavailable: it is not permitted, or the file system is read-only; a person can
// mend that. internal: anything else.
inline ErrorCode code_of_errno(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return ErrorCode::resource_exhausted;
    case EACCES:
    case EPERM:
    case EROFS:
      return ErrorCode::unavailable;
    default:
      return ErrorCode::internal;
  }
}

// Of a file that a request needs: as above, but internal where it is not permitted or the file system is read-only,
// since waiting, which `unavailable` advises, mends neither.
inline ErrorCode code_until_mended(int error) {
  const ErrorCode code = code_of_errno(error);
  return code == ErrorCode::unavailable ? ErrorCode::internal : code;
}

}  // namespace hebb
