#include "base/allocation_fault.h"

#include <cstdlib>
#include <optional>
#include <utility>

namespace hebb::allocation_fault {
namespace {

thread_local std::optional<std::size_t> before_fault;  // allocations; nothing: none fails

bool fails() noexcept {
  if (!before_fault) return false;
  if (*before_fault > 0) {
    --*before_fault;
    return false;
  }
  before_fault.reset();
  return true;
}

void* allocated(std::size_t bytes) noexcept {
  return fails() ? nullptr : std::malloc(bytes);
}

}  // namespace

void arm(std::size_t passed) noexcept {
  before_fault = passed;
}

bool disarm() noexcept {
  return std::exchange(before_fault, std::nullopt).has_value();
}

}  // namespace hebb::allocation_fault

void* operator new(std::size_t bytes) {
  void* memory = hebb::allocation_fault::allocated(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
// The sanitizers have one of their own, whose memory must not come to the delete below.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return hebb::allocation_fault::allocated(bytes);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
