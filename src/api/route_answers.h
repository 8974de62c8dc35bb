// What the answers of all routes share. Private to api/.
#pragma once

#include <chrono>
#include <optional>

#include "api/routes.h"

namespace hebb::api {

inline Instant now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

// It counts the writes of all projects.
inline std::optional<Seq> seq_for(const ProjectSet& seen, Seq seq) {
  return seen.all() ? std::optional(seq) : std::nullopt;
}

template <class T>
std::unexpected<Problem> failed(const hebb::Result<T>& result) {
  return std::unexpected(problem_of(result.error()));
}

}  // namespace hebb::api
