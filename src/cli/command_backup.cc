// hebb backup, verify, restore.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <format>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "base/private_file.h"
#include "cli/interrupts.h"
#include "cli/render.h"
#include "cli/session.h"
#include "engine/backup.h"

namespace hebb::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(5);

Instant now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::string megabytes(std::uint64_t bytes) {
  return std::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
}

std::string contents(std::uint64_t meetings, std::uint64_t memories) {
  return count_of(static_cast<std::int64_t>(meetings), "meeting") + ", " +
         count_of(static_cast<std::int64_t>(memories), "memory", "memories");
}

std::uint64_t memories_of(const BackupFacts& facts) {
  std::uint64_t sum = 0;
  for (const auto count : facts.memories) sum += count;
  return sum;
}

bool copied(int from, int to) {
  std::string part(1 << 20, '\0');
  for (;;) {
    const ssize_t got = ::read(from, part.data(), part.size());
    if (got == 0) return true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || !write_whole(to, {part.data(), static_cast<std::size_t>(got)})) return false;
  }
}

// For its owner alone, and on the disk.
std::error_code copy_private(const fs::path& from, const fs::path& to) {
  const int source = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  const int target = source < 0 ? -1 : make_private_file(to);
  const bool done = target >= 0 && copied(source, target) && ::fsync(target) == 0;
  const std::error_code error(done ? 0 : errno, std::generic_category());
  for (const int handle : {source, target}) {
    if (handle >= 0) ::close(handle);
  }
  return error;
}

// Removed, too, when a signal ends this command.
std::shared_ptr<void> removed_on_signal(const std::vector<fs::path>& files) {
  return std::make_shared<RemovedOnSignal>(files);
}

void say_made(const Session& session, const fs::path& file, std::uint64_t bytes, const std::string& holds) {
  session.terminal.print(std::format("{}: {}, {}\n", harmless(file.string()), holds, megabytes(bytes)));
}

// Without a server the file is copied as it is: no model is loaded, no index built.
int back_up_alone(const Session& session, const fs::path& file, bool overwrite) {
  const auto store = session.setup.open_store({});
  if (!store) return session.refuse(store.error());
  session.terminal.progress("copying " + harmless(session.setup.database.string()));
  const auto made = write_backup(**store, file, overwrite, {}, removed_on_signal);
  session.terminal.clear_progress();
  if (!made) return session.refuse(made.error());
  say_made(session, file, made->bytes, contents(made->meetings, memories_of(*made)));
  return kDone;
}

// Into the place that the user asked for, which may be on another disk.
Result<void> move_to(const fs::path& made, const fs::path& file, bool overwrite) {
  std::error_code error;
  if (!overwrite && fs::exists(file, error)) {
    return fail(ErrorCode::conflict, file.string() + " is there already; --force replaces it");
  }
  auto part = file;
  part += ".part";
  const RemovedOnSignal leftover({made, part});
  fs::rename(made, file, error);
  if (!error) return {};
  error = copy_private(made, part);
  if (!error) fs::rename(part, file, error);
  std::error_code ignored;
  fs::remove(error ? part : made, ignored);
  if (!error) return {};
  return fail(ErrorCode::internal, std::format("cannot write {}: {}", file.string(), error.message()));
}

// The server takes no path from anybody: it makes the backup in its own folder, and this command moves it.
int back_up_served(const Session& session, const fs::path& file, bool overwrite) {
  if (auto place = check_backup_place(file, overwrite); !place) return session.refuse(place.error());
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  session.terminal.progress("copying " + harmless(session.setup.database.string()));
  const auto made = session.answer(*client, {.method = "POST", .path = "/api/v2/backup"});
  session.terminal.clear_progress();
  if (!made) return kFailed;
  const fs::path there = (*made)["file"].text();
  if (auto moved = move_to(there, file, overwrite); !moved) {
    std::error_code ignored;
    fs::remove(there, ignored);
    return session.refuse(moved.error());
  }
  const auto number = [&](const char* name) { return static_cast<std::uint64_t>((*made)[name].integer_or(0)); };
  say_made(session, file, number("bytes"), contents(number("meetings"), number("memories")));
  return kDone;
}

void print_facts(const Session& session, const BackupCheck& check) {
  const auto& facts = check.facts;
  session.terminal.print(std::format(
      "{}\n  {}, {}\n  schema version {}{}, state {}\n  SHA-256 {}\n", harmless(facts.file.string()),
      contents(facts.meetings, memories_of(facts)), megabytes(facts.bytes), check.schema,
      check.schema < check.present_schema ? std::format(" (hebb restore brings it to {})", check.present_schema) : "",
      facts.seq, check.digest));
}

}  // namespace

int run_backup(const Session& session) {
  if (session.arguments.words.front() == "-") {
    return session.misuse("a backup is a file: standard output (-) cannot be one");
  }
  const fs::path file = fs::absolute(session.arguments.words.front()).lexically_normal();
  const bool overwrite = session.arguments.has("--force");
  if (std::error_code error; fs::is_directory(file, error)) {
    return session.refuse({ErrorCode::conflict, session.arguments.words.front() + " is a folder; name a file in it"});
  }
  const auto there = has_database(session.setup);
  if (!there) return session.refuse(there.error());
  if (!*there) {
    return session.refuse({ErrorCode::not_found, std::format("no meetings yet: {} is not there, so there is nothing to "
                                                             "back up",
                                                             session.setup.database.string())});
  }
  const auto hold = DataHold::try_take(session.setup.data_dir, session.setup.database);
  if (!hold) return session.refuse(hold.error());
  return *hold ? back_up_alone(session, file, overwrite) : back_up_served(session, file, overwrite);
}

int run_verify(const Session& session) {
  const std::string& file = session.arguments.words.front();
  session.terminal.progress("reading and checking " + harmless(file));
  const auto check = session.setup.verify_backup(file);
  session.terminal.clear_progress();
  if (!check) return session.refuse(check.error());
  for (const auto& finding : check->findings) {
    session.refuse({ErrorCode::corruption, std::format("{}: {}", check->facts.file.string(), finding)});
  }
  if (!check->findings.empty()) return kFailed;
  print_facts(session, *check);
  session.terminal.print("sound: every row was read and checked\n");
  return kDone;
}

int run_restore(const Session& session) {
  const fs::path backup = session.arguments.words.front();
  std::error_code error;
  if (!fs::exists(backup, error)) {  // before anything is made in its place
    const std::string why = error ? error.message() : "there is no such file";
    return session.refuse({ErrorCode::not_found, backup.string() + ": " + why});
  }
  const auto hold = hold_for_serving(session.setup, kPatience);
  if (!hold) return session.refuse(hold.error());
  session.terminal.progress("checking and restoring " + harmless(backup.string()));
  const auto report = session.setup.restore_backup(backup, session.arguments.has("--force"), now(), removed_on_signal);
  session.terminal.clear_progress();
  if (!report) return session.refuse(report.error());
  print_facts(session, report->backup);
  session.terminal.print(std::format("restored to {}\n", session.setup.database.string()));
  if (report->erased_again > 0) {
    session.terminal.print(std::format("erased since then, and now again: {} of it\n",
                                       count_of(static_cast<std::int64_t>(report->erased_again), "meeting")));
  }
  if (report->reduced_again > 0) {
    session.terminal.print(
        std::format("parts erased since then, and now again: of {}, of which the rest was found anew\n",
                    count_of(static_cast<std::int64_t>(report->reduced_again), "meeting")));
  }
  if (report->lost_records) {
    session.terminal.say(session.terminal.err()(Style::warning, "warning: ") + harmless(*report->lost_records));
  }
  if (report->kept_aside) {
    session.terminal.print(
        std::format("the database that was there is kept as {}: remove it when you need it no more, "
                    "since what is erased from now on stays in it\n",
                    report->kept_aside->string()));
  }
  return kDone;
}

}  // namespace hebb::cli
