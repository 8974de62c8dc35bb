#include "cli/client.h"

#include <format>
#include <thread>

#include "cli/json.h"
#include "cli/loopback.h"

namespace hebb::cli {
namespace {

constexpr auto kPollEvery = std::chrono::milliseconds(50);
constexpr auto kQuietFor = std::chrono::milliseconds(500);  // short waits are not worth a word

Result<void> make_directory(const std::filesystem::path& directory) {
  std::error_code error;
  if (std::filesystem::is_directory(directory, error)) return {};
  std::filesystem::create_directories(directory, error);
  if (error) {
    return fail(ErrorCode::internal,
                std::format("cannot make the data directory {}: {}", directory.string(), error.message()));
  }
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);  // best effort: it is made
  return {};
}

// That it is a data directory, where nothing is to be made. Errors: not_found, unavailable (it may not be looked at;
// says why).
Result<void> check_directory(const Setup& setup) {
  std::error_code error;
  const auto there = [&](const std::filesystem::path& file) { return !error && std::filesystem::exists(file, error); };
  const std::string where = setup.data_dir.string();
  if (!there(setup.data_dir) && !error) {
    return fail(ErrorCode::not_found,
                std::format("there is no data directory {} (--data-dir names another; hebb import "
                            "FILE or hebb keys create NAME makes it)",
                            where));
  }
  const bool used = there(setup.data_dir / access::kKeyFile) || there(setup.data_dir / "hebb.lock") ||
                    there(setup.data_dir / "hebb.db");
  if (error) return fail(ErrorCode::unavailable, std::format("{} cannot be read: {}", where, error.message()));
  if (used) return {};
  return fail(
      ErrorCode::not_found,
      std::format("{} is no data directory of hebb: it has neither keys nor meetings (--data-dir names another)",
                  where));
}

bool answers(const ServeNote& note) {
  return send_over_loopback(note, {.method = "GET", .path = "/livez"}, kProbeTimeout).has_value();
}

// Who did not give the data directory back all the time.
Error still_held(const Setup& setup, const std::optional<ServeNote>& note, std::chrono::milliseconds patience) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience).count();
  const std::string where = setup.data_dir.string();
  return {ErrorCode::unavailable,
          note ? std::format("hebb serve (process {}) holds {}, but does not answer on port {} after {} s; end it and "
                             "start again",
                             note->pid, where, note->port, seconds)
               : std::format("another hebb command still works on {} after {} s; try again when it is done", where,
                             seconds)};
}

}  // namespace

Result<Client> Client::open(const Setup& setup, const ClientOptions& options) {
  if (!options.creates && !options.keys) {
    const auto there = has_database(setup);
    if (!there) return std::unexpected(there.error());
    if (!*there) {
      return fail(ErrorCode::not_found, std::format("no meetings yet: {} is not there (hebb import FILE makes it; "
                                                    "--data-dir names another place)",
                                                    setup.database.string()));
    }
  }
  // A database that is there may be worked on from a new data directory, which only holds the lock then.
  auto usable = options.keys && !options.creates ? check_directory(setup) : make_directory(setup.data_dir);
  if (!usable) return std::unexpected(usable.error());
  const auto database = options.keys ? std::filesystem::path() : setup.database;  // keys are the data directory's
  Client client;
  const auto began = std::chrono::steady_clock::now();
  for (bool told = false;;) {
    auto taken = DataHold::try_take(setup.data_dir, database);
    if (!taken) return std::unexpected(taken.error());
    if (*taken) {
      client.hold_.emplace(std::move(**taken));
      if (auto opened = client.open_here(setup, options.keys); !opened) return std::unexpected(opened.error());
      return client;
    }
    auto note = read_serve_note(setup.data_dir, database);
    if (note && answers(*note)) {
      if (!options.keys) {
        if (auto same = check_served(*note, setup); !same) return std::unexpected(same.error());
      }
      client.server_ = std::move(note);
      return client;
    }
    const auto waited = std::chrono::steady_clock::now() - began;
    if (waited > options.patience) return std::unexpected(still_held(setup, note, options.patience));
    if (!told && waited > kQuietFor && options.say) {
      options.say(note ? std::format("waiting for hebb serve (process {}), which does not answer", note->pid)
                       : std::format("waiting for another hebb command that works on {}", setup.data_dir.string()));
      told = true;
    }
    std::this_thread::sleep_for(kPollEvery);
  }
}

Result<void> Client::open_here(const Setup& setup, bool keys) {
  if (keys) {
    auto ring = access::KeyRing::open(setup.data_dir / access::kKeyFile);
    if (!ring) return std::unexpected(ring.error());
    keys_ = std::move(*ring);
    return {};
  }
  auto engine = setup.open_engine();
  if (!engine) return std::unexpected(engine.error());
  engine_ = std::move(*engine);
  return {};
}

Result<api::Reply> Client::send(const api::Request& request) {
  if (keys_) return api::handle_keys(*keys_, request);
  if (engine_) return api::handle({*engine_}, request);
  return send_over_loopback(*server_, request);
}

Result<bool> has_database(const Setup& setup) {
  std::error_code error;
  const bool there = std::filesystem::exists(setup.database, error);
  if (!error) return there;
  return fail(ErrorCode::unavailable, std::format("{} cannot be read: {}", setup.database.string(), error.message()));
}

Result<void> check_served(const ServeNote& note, const Setup& setup) {
  const std::string wanted = path_in_note(setup.database);
  if (note.database.empty() || note.database == wanted) return {};
  return fail(ErrorCode::conflict,
              std::format("hebb serve (process {}, port {}) holds {} and works on {}, not on {}: give --database {} to "
                          "reach that, or stop it, or give the other a --data-dir of its own",
                          note.pid, note.port, setup.data_dir.string(), note.database, wanted, note.database));
}

Result<DataHold> hold_for_serving(const Setup& setup, std::chrono::milliseconds patience) {
  if (auto made = make_directory(setup.data_dir); !made) return std::unexpected(made.error());
  const std::string where = setup.data_dir.string();
  const auto began = std::chrono::steady_clock::now();
  for (;;) {
    auto taken = DataHold::try_take(setup.data_dir, setup.database);
    if (!taken) return std::unexpected(taken.error());
    if (*taken) return std::move(**taken);
    const bool of_directory = read_serve_note(setup.data_dir, {}).has_value();  // or of another, with this database
    if (const auto note = read_serve_note(setup.data_dir, setup.database)) {
      return fail(ErrorCode::conflict, std::format("{} is served already, by process {} on port {}; stop that one "
                                                   "first, or give another {}",
                                                   of_directory ? where : setup.database.string(), note->pid,
                                                   note->port, of_directory ? "--data-dir" : "--database"));
    }
    if (std::chrono::steady_clock::now() - began >= patience) {
      return fail(ErrorCode::conflict,
                  std::format("another hebb command works on {}; try again when it is done", where));
    }
    std::this_thread::sleep_for(kPollEvery);
  }
}

std::string refusal_text(const api::Reply& reply) {
  const auto problem = Json::parse(reply.body);
  if (!problem) return std::format("the server answered with status {}", reply.status);
  std::string text = (*problem)["detail"].text();
  if (text.empty()) text = (*problem)["title"].text();
  for (const Json& error : (*problem)["errors"].items()) {
    const std::string line = error["field"].text() + ": " + error["message"].text();
    if (!text.contains(error["message"].text())) text += "; " + line;
  }
  return text.empty() ? std::format("the server answered with status {}", reply.status) : text;
}

}  // namespace hebb::cli
