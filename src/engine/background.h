// Work in threads of the engine's own, where nobody else would catch what is thrown.
#pragma once

#include <new>
#include <string>
#include <utility>

#include "base/error.h"

namespace hebb {

// What `work`, which gives a Result, gives; what it throws as an error.
template <class F>
auto background_or_failed(F&& work) -> decltype(work()) {
  try {
    return std::forward<F>(work)();
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::resource_exhausted, "no memory left");  // short enough to need none
  } catch (const std::exception& error) {
    return fail(ErrorCode::internal, std::string("what is done in the background failed: ") + error.what());
  }
}

}  // namespace hebb
