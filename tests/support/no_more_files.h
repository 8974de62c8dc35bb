// For tests of what happens when the process has no more file descriptors.
#pragma once

#include <sys/resource.h>

#include <catch2/catch_test_macros.hpp>

namespace hebb {

// While it lives the process can open nothing more. Skips its test under UBSan, whose check of virtual tables opens a
// pipe.
class NoMoreFiles {
 public:
  NoMoreFiles() {
    skip_under_sanitizer();
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const rlimit none{.rlim_cur = 3, .rlim_max = before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  }
  ~NoMoreFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreFiles(const NoMoreFiles&) = delete;
  NoMoreFiles& operator=(const NoMoreFiles&) = delete;

  // For a test whose files end where nothing may be thrown.
  static void skip_under_sanitizer() {
#ifdef __SANITIZE_ADDRESS__
    SKIP("UBSan itself needs file descriptors");
#endif
  }

 private:
  rlimit before_{};
};

}  // namespace hebb
