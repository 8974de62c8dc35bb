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

}  // namespace hebb
