// Memory that ends at a chosen allocation. Test code only: a program that links it has an operator new of its own.
#pragma once

#include <cstddef>
#include <new>

namespace hebb::allocation_fault {

// Of this thread, the allocation after the next `passed` fails, once. What comes of malloc alone is not counted.
void arm(std::size_t passed) noexcept;
bool disarm() noexcept;  // true: it has not come to that

// Whether memory ended in `work` at its allocation number `nth`, counted from 0: false where it has not so many. Some
// it may do without: then it goes on.
template <class F>
bool ends_at(std::size_t nth, F work) {
  arm(nth);
  try {
    work();
  } catch (const std::bad_alloc&) {
    disarm();
    return true;
  }
  return !disarm();
}

}  // namespace hebb::allocation_fault
