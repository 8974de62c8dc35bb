// A program of its own: only the first model loaded in a process makes ONNX Runtime talk.
#include "embed/quiet_stderr.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "embed/test_model.h"

namespace hebb {
namespace {

// What the process writes to descriptor 2 meanwhile.
template <class F>
std::string written_to_stderr(F&& act) {
  TemporaryFolder folder;
  const auto file = folder.write("stderr", "");
  std::fflush(stderr);
  const int real = dup(STDERR_FILENO);
  const int kept = open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  dup2(kept, STDERR_FILENO);
  close(kept);
  act();
  std::fflush(stderr);
  dup2(real, STDERR_FILENO);
  close(real);
  return read_bytes(file);
}

}  // namespace

TEST_CASE("loading the model prints nothing") {
  const auto folder = model_folder();
  CHECK(written_to_stderr([&] {
          const auto encoder = Encoder::load({.model = folder});
          static_cast<void>((*encoder)->encode("Hello."));
        }).empty());
}

TEST_CASE("only the noise is held back") {
  const auto written = written_to_stderr([] {
    std::fputs("before\n", stderr);
    {
      const QuietStderr quiet("Noise: ");
      std::fputs("Noise: a\n\nsignal\n", stderr);  // not std::cerr, which Catch2's JUnit reporter keeps to itself
      std::fputs("Noise: b\nunfinished", stderr);
    }
    std::fputs("after\n", stderr);
  });
  CHECK(written == "before\nsignal\nunfinished\nafter\n");
}

TEST_CASE("a closed stderr is left closed") {
  const int real = dup(STDERR_FILENO);
  close(STDERR_FILENO);
  {
    const QuietStderr quiet("Noise: ");
  }
  const bool still_closed = fcntl(STDERR_FILENO, F_GETFD) == -1;
  dup2(real, STDERR_FILENO);
  close(real);
  CHECK(still_closed);
}

}  // namespace hebb
