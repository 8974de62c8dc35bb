// How long a piece of work may go on, and whether anybody still waits for it. An argument, passed down to where time
// goes.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace hebb {

inline constexpr std::string_view kNobodyWaits = "nobody waits for the answer any more";

// By default endless. Thread safety: const calls are thread-safe if `gone` is.
struct Budget {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  std::function<bool()> gone;  // about a microsecond, called by any thread, may throw; empty: somebody waits

  // Asked between stages. Errors: deadline_exceeded; cancelled when nobody waits.
  Result<void> check() const {
    if (deadline && std::chrono::steady_clock::now() >= *deadline) {
      return fail(ErrorCode::deadline_exceeded, "the time given for this request is over");
    }
    if (gone && gone()) return fail(ErrorCode::cancelled, std::string(kNobodyWaits));
    return {};
  }
};

}  // namespace hebb
