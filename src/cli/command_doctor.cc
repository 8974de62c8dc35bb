// hebb doctor: a line for each thing that must be well, with the mend where it is not.
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <format>

#include "cli/loopback.h"
#include "cli/render.h"
#include "cli/session.h"
#include "snapshot/snapshot.h"
#include "store/erasure_ledger.h"

namespace hebb::cli {
namespace {

constexpr std::uintmax_t kLittleSpace = 200u << 20;  // bytes

class Report {
 public:
  explicit Report(Terminal& terminal) : terminal_(terminal) {}

  void well(std::string_view what, const std::string& how) { line(Style::good, "ok  ", what, how); }
  void note(std::string_view what, const std::string& how) { line(Style::warning, "note", what, how); }
  void ill(std::string_view what, const std::string& why) {
    line(Style::bad, "BAD ", what, why);
    ill_ = true;
  }
  void under_way(const std::string& what) { terminal_.progress(harmless(what)); }  // until the next line
  int status() const { return ill_ ? kFailed : kDone; }

 private:
  void line(Style style, std::string_view word, std::string_view what, const std::string& how) {
    terminal_.print(std::format("{}  {}  {}\n", terminal_.out()(style, word), clipped(what, 14, true), harmless(how)));
  }

  Terminal& terminal_;
  bool ill_ = false;
};

void check_directory(const Setup& setup, Report& report) {
  const std::string name = setup.data_dir.string();
  std::error_code error;
  if (!std::filesystem::exists(setup.data_dir, error)) {
    report.note("data directory", name + " is not there yet; the first hebb import makes it");
    return;
  }
  if (::access(name.c_str(), W_OK | X_OK) != 0) {
    report.ill("data directory", name +
                                     " cannot be written: questions are answered, imports refused; give yourself "
                                     "write permission, or name another with --data-dir");
  } else {
    report.well("data directory", name);
  }
  const auto space = std::filesystem::space(setup.data_dir, error);
  if (error) return;
  const auto megabytes = std::format("{} MiB free", space.available >> 20);
  if (space.available < kLittleSpace) {
    report.ill("disk space", megabytes + "; make room before the next import");
  } else {
    report.well("disk space", megabytes);
  }
}

// Both were written to when the database was named now by a link, now by its file.
void check_second_ledger(const Setup& setup, Report& report) {
  const auto ledger = ledger_file_of(setup.database), other = ledger_file_of(setup.link);
  if (setup.link.empty() || !are_two_ledgers(ledger, other)) return;
  report.ill("erasures", std::format("{} records erasures beside the link {}, which {} may lack: a backup from before "
                                     "them may bring back what they name; make a new backup, remove the older ones, "
                                     "then remove that file",
                                     other.string(), setup.link.string(), ledger.string()));
}

std::unique_ptr<Encoder> check_model(const Setup& setup, Report& report) {
  auto encoder = setup.load_encoder();
  if (!encoder) {
    report.ill("model", encoder.error().message);
    return nullptr;
  }
  const auto& described = (*encoder)->description();
  report.well("model",
              std::format("{} {}, SHA-256 {}…", described.name, described.precision, described.digest.substr(0, 12)));
  return std::move(*encoder);
}

constexpr std::string_view kMend =
    "; hebb restore FILE --force puts a backup in its place and keeps this one aside, hebb verify FILE says whether a "
    "backup is sound; without one, import again into a new data directory";

// With a damaged ledger of erasures no backup can be restored either: that is mended first, as its own line says.
std::string mend_of(const Error& error, bool ledger_is_sound) {
  return error.code == ErrorCode::corruption && ledger_is_sound ? std::string(kMend) : "";
}

// One beside the link becomes that of a file that has none.
std::filesystem::path ledger_of(const Setup& setup) {
  const auto beside_file = ledger_file_of(setup.database), beside_link = ledger_file_of(setup.link);
  std::error_code error;
  const bool taken_over = !setup.link.empty() && !std::filesystem::exists(beside_file, error) &&
                          std::filesystem::exists(beside_link, error);
  return taken_over ? beside_link : beside_file;
}

// What is erased stays erased also when a backup is restored, as long as this file is whole.
enum class LedgerState : std::uint8_t { sound, damaged, unreadable };

LedgerState check_ledger(const Setup& setup, Report& report) {
  const auto ledger = ErasureLedger::open(ledger_of(setup));
  if (!ledger) {
    report.ill("erasures", ledger.error().message);
    return LedgerState::unreadable;
  }
  if (const auto damaged = ledger->damaged(); damaged > 0) {
    report.ill("erasures", std::format("{} of {} records in {} cannot be read: a backup from before they were written "
                                       "may bring back what they name; make a new backup and remove the older ones",
                                       damaged, ledger->records().size(), ledger->file().string()));
    return LedgerState::damaged;
  }
  if (!ledger->records().empty()) {
    report.well("erasures", std::format("{} recorded, for backups that are restored", ledger->records().size()));
  }
  return LedgerState::sound;
}

void check_kept_aside(const Setup& setup, Report& report) {
  const std::string begin = setup.database.filename().string();
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(setup.database.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(begin + ".before-restore-") && !name.starts_with(begin + ".restore-")) continue;
    report.note("kept aside", entry.path().string() +
                                  " is from hebb restore; remove it when you need it no more, since "
                                  "what has been erased stays in it");
  }
}

void check_store(const Setup& setup, const Encoder* encoder, LedgerState ledger, Report& report) {
  if (ledger == LedgerState::unreadable) {
    report.note("database", "is checked once its ledger of erasures is mended");
    return;
  }
  const auto store = setup.open_store([&](std::string_view text) { report.ill("erasures", std::string(text)); });
  if (!store) {
    report.ill("database", store.error().message + mend_of(store.error(), ledger == LedgerState::sound));
    return;
  }
  report.under_way("checking every row of " + setup.database.string());
  const auto faults = (*store)->check();
  if (!faults) {
    report.ill("database", faults.error().message + mend_of(faults.error(), true));
    return;
  }
  for (const auto& fault : *faults) report.ill("database", fault + std::string(kMend));
  const auto counts = (*store)->counts({});
  if (faults->empty() && counts) {
    report.well("database", std::format("{}, every row checked, {}", setup.database.string(),
                                        count_of(static_cast<std::int64_t>(counts->meetings), "meeting")));
  }
  const auto stored = (*store)->probe();
  if (encoder == nullptr || !stored || !*stored) return;
  const auto present = make_probe(*encoder);
  const auto same = present ? check_probe(**stored, *present) : Result<void>(std::unexpected(present.error()));
  if (same) {
    report.well("encoder", "the model is the one that the memories were made with");
  } else {
    report.ill("encoder", same.error().message);
  }
}

// Whatever is wrong with it, the next start only takes longer.
void check_snapshot(const Setup& setup, Report& report) {
  constexpr std::string_view kWhat = "index snapshot";
  const auto file = SnapshotFile::open(snapshot_file_of(setup.database));
  if (file) {
    report.well(kWhat,
                std::format("{:.1f} MB, up to change {}", static_cast<double>(file->size()) / 1e6, file->head().seq));
  } else if (file.error().code != ErrorCode::not_found) {
    report.note(kWhat, file.error().message + "; the next start makes it anew, and takes longer");
  }
}

// Whether the store may be looked into: nobody else has it.
std::optional<DataHold> check_hold(const Setup& setup, Report& report) {
  auto taken = DataHold::try_take(setup.data_dir, setup.database);
  if (!taken) {
    report.ill("lock", taken.error().message);
    return std::nullopt;
  }
  if (*taken) {
    report.well("lock", "nobody else works on it");
    return std::move(*taken);
  }
  const auto note = read_serve_note(setup.data_dir, setup.database);
  if (!note) {
    report.note("lock", "another hebb command works on it; the store is checked when it is done");
    return std::nullopt;
  }
  const auto health = send_over_loopback(*note, {.method = "GET", .path = "/health"}, kProbeTimeout);
  if (const auto same = check_served(*note, setup); !same) {
    report.ill("server", same.error().message);
  } else if (!health) {
    report.ill("server", std::format("{}; process {} holds the data directory: end it and start again",
                                     health.error().message, note->pid));
  } else {
    const auto json = Json::parse(health->body);
    const std::string status = json ? (*json)["status"].text() : "";
    report.well("server", std::format("hebb serve (process {}) answers on port {}: {}", note->pid, note->port, status));
    report.note("database", "is checked only while no server holds it");
  }
  return std::nullopt;
}

}  // namespace

int run_doctor(const Session& session) {
  Report report(session.terminal);
  report.well("hebb", session.program.version);
  check_directory(session.setup, report);
  const auto encoder = check_model(session.setup, report);
  const auto there = has_database(session.setup);
  if (!there) {
    report.ill("database", there.error().message);
    return report.status();
  }
  if (!*there) {
    const auto folder = session.setup.database.parent_path();
    if (std::error_code error; !session.setup.link.empty() && !std::filesystem::is_directory(folder, error)) {
      report.ill("database", std::format("{} is a link to {}, whose folder is not there: is its disk mounted?",
                                         session.setup.link.string(), session.setup.database.string()));
      return report.status();
    }
    report.note("database", "none yet: hebb import FILE makes it");
    return report.status();
  }
  const auto ledger = check_ledger(session.setup, report);
  check_kept_aside(session.setup, report);
  check_second_ledger(session.setup, report);
  check_snapshot(session.setup, report);
  const auto hold = check_hold(session.setup, report);
  if (hold) check_store(session.setup, encoder.get(), ledger, report);
  return report.status();
}

}  // namespace hebb::cli
