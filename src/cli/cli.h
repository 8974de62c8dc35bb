// The command line: parses it, runs one command, gives the exit status. Front header of cli/.
// A client of the wire contract (api/api.h): a command makes requests and shows replies; it holds no policy of its own.
// What is concrete (backends, settings, the server) comes in through Program and Setup, from app/.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cli/manual.h"
#include "embed/encoder.h"
#include "engine/engine.h"
#include "store/backup.h"
#include "store/memory_store.h"

namespace hebb::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;  // the request failed, or nothing was found
inline constexpr int kMisused = 2;
inline constexpr int kInterrupted = 130;

// A setting as `hebb config show` prints it.
struct SettingLine {
  std::string name;
  std::string value;        // secrets hidden already
  std::string source;       // "default", "flag --port", "environment API_PORT", "file …"
  std::string environment;  // the variable that sets it
};

// What a program says beside its data: to a person on stderr, or to whoever collects its log.
enum class Talk { note, warning, failure };

// How to serve: who may come in by the local token, and whom to tell what, and once it listens.
struct ServeCall {
  std::string token;
  std::function<void(Talk kind, const std::string& text)> say;
  std::function<Result<void>(const std::string& host, int port)> listening;  // an error stops the server
};

// What the settings make.
struct Setup {
  std::filesystem::path data_dir;
  std::filesystem::path database;  // the file, which may not be there yet
  std::filesystem::path link;      // by which it was named, where that is another path
  std::string model;               // where the encoder is looked for; empty: its default place
  std::vector<SettingLine> settings;
  std::size_t max_body_bytes = 0;                             // of one request to the server
  std::function<void(Talk kind, std::string_view text)> log;  // of a server whose log is JSON, which stderr is then
                                                              // throughout; none: what is said is for a person
  // `warn` is told of what an administrator has to know; empty: stderr, or the log.
  std::function<Result<std::unique_ptr<MemoryStore>>(std::function<void(std::string_view)> warn)> open_store;
  std::function<Result<std::unique_ptr<Encoder>>()> load_encoder;
  std::function<Result<std::unique_ptr<Engine>>()> open_engine;
  std::function<Result<BackupCheck>(const std::filesystem::path& backup)> verify_backup;
  std::function<Result<RestoreReport>(const std::filesystem::path& backup, bool replace, Instant now,
                                      const GuardUnfinished& guard_unfinished)>
      restore_backup;
  std::function<Result<void>(Engine&, const ServeCall&)> serve;  // returns when a signal stopped it
};

struct Program {
  std::string version;
  std::vector<SettingFlag> setting_flags;
  // Makes the setup from the setting flags given (by long name). Errors: every problem, a line each; none where the log
  // has them.
  std::function<std::expected<Setup, std::vector<std::string>>(const std::map<std::string, std::string>& flags,
                                                               bool serving)>
      configure;
};

// `words` are the arguments without the program's name. Once in a process: it sets signal handlers.
int run(const Program& program, std::span<const char* const> words);

}  // namespace hebb::cli
