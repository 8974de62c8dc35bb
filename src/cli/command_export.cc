// hebb export: a project into a file, a part at a time.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <format>
#include <fstream>
#include <optional>
#include <vector>

#include "base/random.h"
#include "base/rename.h"
#include "cli/interrupts.h"
#include "cli/render.h"
#include "cli/session.h"
#include "store/companion_files.h"

namespace hebb::cli {
namespace {

namespace fs = std::filesystem;

struct Destination {
  std::string name;       // with links followed
  bool is_there = false;  // a device or a pipe, which is written into
  bool replaces = false;  // a file of that name
};

std::string refusal_to_replace(const std::string& name) {
  return name + " is there already; --force replaces it";
}

// Of a file that nobody else has, so that it may be removed by its name whenever we end.
Result<std::string> part_of(const std::string& name) {
  return random_bytes<3>().transform([&](const auto& bytes) { return name + ".part-" + to_hex(bytes); });
}

// What is written to. A file beside its final name, which it gets when it is whole; until then it has a name that no
// other file has, nor another export to the same one. Readable by its owner alone, since it holds what was said.
class Output {
 public:
  // `part` as part_of gives it; not used where the destination is there.
  Output(const Destination& to, const std::string& part) : to_(to), part_(to.is_there ? to.name : part) {
    if (!to.is_there) leftover_.emplace(std::vector<fs::path>{part_});
    file_ = ::open(part_.c_str(), O_WRONLY | O_CLOEXEC | (to.is_there ? 0 : O_CREAT | O_EXCL), S_IRUSR | S_IWUSR);
    if (file_ < 0) failure_ = errno;
  }
  ~Output() {
    if (file_ >= 0) ::close(file_);
    if (file_ >= 0 && named_ && !to_.is_there) ::unlink(part_.c_str());
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view bytes) {
    while (failure_ == 0 && !bytes.empty()) {
      const ssize_t written = ::write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) failure_ = errno;
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  // Errors: conflict (a file has come by this name meanwhile), cancelled (by a signal), internal.
  Result<void> finish() {
    if (failure_ == 0 && !to_.is_there && ::fsync(file_) != 0) failure_ = errno;
    if (failure_ == 0 && interrupted()) return fail(ErrorCode::cancelled, to_.name + ": stopped before it was whole");
    if (failure_ == 0 && !to_.is_there && !take_name()) failure_ = errno;
    if (failure_ == EEXIST) return fail(ErrorCode::conflict, refusal_to_replace(to_.name));
    if (failure_ != 0) return fail(ErrorCode::internal, std::format("{}: {}", to_.name, std::strerror(failure_)));
    return {};
  }
  bool failed() const { return failure_ != 0; }

 private:
  bool take_name() {
    named_ = (to_.replaces ? ::rename(part_.c_str(), to_.name.c_str()) : rename_to_free(part_, to_.name)) != 0;
    return !named_;
  }

  const Destination to_;
  const std::string part_;
  std::optional<RemovedOnSignal> leftover_;
  int file_ = -1;
  int failure_ = 0;
  bool named_ = true;  // by part_, so that it has to go
};

bool is_standard_output(const std::string& name) {
  struct stat named{}, output{};
  return name == "-" || (::stat(name.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &output) == 0 &&
                         named.st_dev == output.st_dev && named.st_ino == output.st_ino);
}

// Whether a memory is lost, or no longer guarded, without this file: one of those that `setup` works on, or one that
// can be told to be another's.
bool is_of_a_memory(const fs::path& file, const Setup& setup) {
  std::error_code error;
  if (is_companion_name(file) || fs::equivalent(file, setup.database, error)) return true;
  std::array<char, 16> begin{};
  std::ifstream(file, std::ios::binary).read(begin.data(), begin.size());
  const std::string_view text(begin.data(), begin.size());
  constexpr std::array<std::string_view, 3> kFormats{"SQLite format 3", "HebbErased", "hebbidx"};
  return std::ranges::any_of(kFormats, [&](std::string_view format) { return text.starts_with(format); });
}

// Errors: conflict (a file that is not to be replaced, or nothing that can be written to).
Result<Destination> destination_of(const std::string& name, bool replaces, const Setup& setup) {
  const auto refused = [&](const char* why) { return fail(ErrorCode::conflict, name + why); };
  std::error_code error;
  switch (fs::status(name, error).type()) {
    case fs::file_type::regular:
      if (!replaces) return fail(ErrorCode::conflict, refusal_to_replace(name));
      if (is_of_a_memory(fs::canonical(name, error), setup)) {
        return refused(" is a database or another file that a memory needs, and is not replaced; name another");
      }
      return Destination{.name = fs::canonical(name, error).string(), .replaces = true};
    case fs::file_type::character:
    case fs::file_type::fifo:
      return Destination{.name = name, .is_there = true};
    case fs::file_type::not_found:
      if (fs::is_symlink(fs::symlink_status(name, error))) return refused(" is a link to nothing; name another file");
      if (is_companion_name(name))
        return refused(" has the name of a file that is kept beside a database; name another");
      return Destination{.name = name, .replaces = replaces};
    case fs::file_type::none:  // opening it says why
      return Destination{.name = name};
    default:
      return refused(" is no file; name another");
  }
}

// Every part of a reply's body, until `write` says no.
Result<void> each_piece(const api::Reply& reply, const std::function<bool(std::string_view)>& write) {
  if (!reply.parts) {
    write(reply.body);
    return {};
  }
  for (;;) {
    const auto part = (*reply.parts)();
    if (!part) return std::unexpected(part.error());
    if (!*part || !write(**part)) return {};
  }
}

}  // namespace

int run_export(const Session& session) {
  auto& terminal = session.terminal;
  const std::string name = session.arguments.words.front();
  const bool to_output = is_standard_output(name);
  const bool replaces = session.arguments.has("--force");
  const auto destination =
      to_output ? Result<Destination>(Destination{}) : destination_of(name, replaces, session.setup);
  if (!destination) return session.refuse(destination.error());
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  api::Request request{.method = "GET", .path = "/api/v2/export"};
  request.parameters["project"] = session.project();
  const auto reply = client->send(request);
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  std::uint64_t bytes = 0;
  const auto count = [&](std::string_view piece) {
    bytes += piece.size();
    if (!to_output || !terminal.out_is_terminal()) terminal.progress(std::format("{} MiB exported", bytes >> 20));
  };
  if (to_output) {
    const auto sent = each_piece(*reply, [&](std::string_view piece) {
      terminal.print(piece);
      count(piece);
      return !terminal.write_error();
    });
    terminal.clear_progress();
    return sent ? kDone : session.refuse(sent.error());
  }
  // A part must not stay behind; what blocks on a reader that does not read ends at once.
  if (!destination->is_there) note_signals();
  auto part = part_of(destination->name);
  if (!part) return session.refuse(part.error());
  Output file(*destination, *part);
  const auto written = each_piece(*reply, [&](std::string_view piece) {
    file.write(piece);
    count(piece);
    return !file.failed() && !interrupted();
  });
  terminal.clear_progress();
  if (!written) return session.refuse(written.error());
  if (const auto done = file.finish(); !done) {
    return done.error().code == ErrorCode::cancelled ? kInterrupted : session.refuse(done.error());
  }
  terminal.say(std::format("project \"{}\" is exported to {}; hebb import takes it back, here or elsewhere",
                           harmless(session.project()), harmless(name)));
  return kDone;
}

}  // namespace hebb::cli
