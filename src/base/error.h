// What can go wrong, as a value. Not for programming errors: those are HEBB_CHECK.
#pragma once

#include <expected>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hebb {

enum class ErrorCode {
  invalid_argument,
  not_found,
  conflict,
  unavailable,  // retrying may help
  deadline_exceeded,
  cancelled,
  resource_exhausted,
  corruption,
  unsupported,
  internal,
};

std::string_view to_string(ErrorCode code);

// `message` tells an administrator what failed, where, and what to do next. It never holds transcript or query text.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

// Thrown by HEBB_CHECK: a bug of ours. Caught once, at the request boundary.
class ContractViolation : public std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] void contract_violated(const char* condition, const char* file, int line);

}  // namespace hebb

#define HEBB_CHECK(condition) \
  static_cast<void>((condition) ? void() : ::hebb::contract_violated(#condition, __FILE__, __LINE__))
