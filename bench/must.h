// A benchmark's way with errors: what is wrong ends the run.
#pragma once

#include <cstdlib>
#include <print>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace hebb::bench {

// The value, or the end of the run with `what` was tried and why it failed.
template <class T>
T must(Result<T> result, std::string_view what = "failed") {
  if (!result) {
    std::println(stderr, "{}: {}", what, result.error().message);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace hebb::bench
