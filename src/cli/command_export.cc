// hebb export: a project into a file, a part at a time.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <format>

#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

namespace fs = std::filesystem;

struct Destination {
  std::string name;       // with links followed
  bool is_there = false;  // a device or a pipe, which is written into
};

// What is written to. A file beside its final name, which it gets when it is whole; readable by its owner alone, since
// it holds what was said.
class Output {
 public:
  explicit Output(const Destination& to)
      : name_(to.name),
        is_there_(to.is_there),
        part_(to.name + (to.is_there ? "" : ".part")),
        file_(::open(part_.c_str(), O_WRONLY | O_CLOEXEC | (to.is_there ? 0 : O_CREAT | O_TRUNC), S_IRUSR | S_IWUSR)) {
    if (file_ < 0) failure_ = errno;
  }
  ~Output() {
    if (file_ >= 0) ::close(file_);
    if (file_ >= 0 && !whole_ && !is_there_) ::unlink(part_.c_str());
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
  Result<void> finish() {
    const bool unnamed = failure_ == 0 && !is_there_;
    if (unnamed && (::fsync(file_) != 0 || ::rename(part_.c_str(), name_.c_str()) != 0)) failure_ = errno;
    if (failure_ != 0) return fail(ErrorCode::internal, std::format("{}: {}", name_, std::strerror(failure_)));
    whole_ = true;
    return {};
  }
  bool failed() const { return failure_ != 0; }

 private:
  std::string name_;
  bool is_there_;
  std::string part_;
  int file_;
  int failure_ = 0;
  bool whole_ = false;
};

bool is_standard_output(const std::string& name) {
  struct stat named{}, output{};
  return name == "-" || (::stat(name.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &output) == 0 &&
                         named.st_dev == output.st_dev && named.st_ino == output.st_ino);
}

// Errors: conflict (a file that is not to be replaced, or nothing that can be written to).
Result<Destination> destination_of(const std::string& name, bool replaces) {
  const auto refused = [&](const char* why) { return fail(ErrorCode::conflict, name + why); };
  std::error_code error;
  switch (fs::status(name, error).type()) {
    case fs::file_type::regular:
      if (!replaces) return refused(" is there already; --force replaces it");
      return Destination{fs::canonical(name, error).string()};
    case fs::file_type::character:
    case fs::file_type::fifo:
      return Destination{name, true};
    case fs::file_type::not_found:
      if (fs::is_symlink(fs::symlink_status(name, error))) return refused(" is a link to nothing; name another file");
      return Destination{name};
    case fs::file_type::none:  // opening it says why
      return Destination{name};
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
  const auto destination = to_output ? Result<Destination>(Destination{}) : destination_of(name, replaces);
  if (!destination) return session.refuse(destination.error());
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  api::Request request{.method = "GET", .path = "/api/v2/export"};
  request.parameters["project"] = session.project();
  const auto reply = client->send(request);
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (to_output) {
    const auto sent = each_piece(*reply, [&](std::string_view piece) {
      terminal.print(piece);
      return !terminal.write_error();
    });
    return sent ? kDone : session.refuse(sent.error());
  }
  Output file(*destination);
  const auto written = each_piece(*reply, [&](std::string_view piece) {
    file.write(piece);
    return !file.failed();
  });
  if (!written) return session.refuse(written.error());
  if (const auto done = file.finish(); !done) return session.refuse(done.error());
  terminal.say("exported to " + harmless(name) + "; hebb import takes it back, here or elsewhere");
  return kDone;
}

}  // namespace hebb::cli
