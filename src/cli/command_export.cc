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

// A file beside its final name, which it gets when it is whole. Readable by its owner alone: it holds what was said.
class NewFile {
 public:
  explicit NewFile(const std::string& name)
      : name_(name),
        part_(name + ".part"),
        file_(::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (file_ < 0) failure_ = errno;
  }
  ~NewFile() {
    if (file_ >= 0) ::close(file_);
    if (file_ >= 0 && !whole_) ::unlink(part_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes) {
    while (failure_ == 0 && !bytes.empty()) {
      const ssize_t written = ::write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) failure_ = errno;
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  Result<void> finish() {
    if (failure_ == 0 && (::fsync(file_) != 0 || ::rename(part_.c_str(), name_.c_str()) != 0)) failure_ = errno;
    if (failure_ != 0) return fail(ErrorCode::internal, std::format("{}: {}", name_, std::strerror(failure_)));
    whole_ = true;
    return {};
  }
  bool failed() const { return failure_ != 0; }

 private:
  std::string name_;
  std::string part_;
  int file_;
  int failure_ = 0;
  bool whole_ = false;
};

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
  std::error_code error;
  if (name != "-" && !session.arguments.has("--force") && std::filesystem::is_regular_file(name, error)) {
    return session.refuse({ErrorCode::conflict, harmless(name) + " is there already; --force replaces it"});
  }
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  api::Request request{.method = "GET", .path = "/api/v2/export"};
  request.parameters["project"] = session.project();
  const auto reply = client->send(request);
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (name == "-") {
    const auto sent = each_piece(*reply, [&](std::string_view piece) {
      terminal.print(piece);
      return !terminal.write_error();
    });
    return sent ? kDone : session.refuse(sent.error());
  }
  NewFile file(name);
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
