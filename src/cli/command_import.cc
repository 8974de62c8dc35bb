// hebb import: files one by one, each a request; a bad one does not stop the others.
#include <algorithm>
#include <array>
#include <filesystem>
#include <format>
#include <optional>

#include "cli/archive.h"
#include "cli/interrupts.h"
#include "cli/render.h"
#include "cli/session.h"
#include "cli/sources.h"

namespace hebb::cli {
namespace {

constexpr std::size_t kBarWidth = 24;

struct Totals {
  std::int64_t created = 0, known = 0, turns = 0, memories = 0;
  std::vector<std::string> failures;  // a sentence each
};

std::string bar(std::size_t done, std::size_t total, const std::string& file) {
  const std::size_t filled = total == 0 ? 0 : done * kBarWidth / total;
  std::string cells;
  for (std::size_t i = 0; i < kBarWidth; ++i) cells += i < filled ? "█" : "░";
  return std::format("{} {}/{}  {}", cells, done, total, harmless(std::filesystem::path(file).filename().string()));
}

// What says something of a transcript; an archive says it of each of its meetings.
constexpr std::array kOfTranscripts{"project", "title", "started-at", "external-id", "format", "language"};

api::Request request_for(const Arguments& arguments, const std::string& file, std::string bytes) {
  api::Request request{.method = "POST", .path = "/api/v2/ingest", .content_type = "application/octet-stream"};
  for (const std::string name : kOfTranscripts) {
    std::string parameter = name;
    std::ranges::replace(parameter, '-', '_');
    if (const auto value = arguments.value("--" + name)) request.parameters[parameter] = *value;
  }
  if (const auto moment = arguments.moment("--started-at")) request.parameters["started_at"] = rfc3339(*moment);
  if (file != "-") request.parameters["file_name"] = harmless(std::filesystem::path(file).filename().string());
  request.body = std::move(bytes);
  return request;
}

// What an archive may have in one request: below what a server takes.
constexpr std::size_t kPartBytes = 16u << 20;

// Sends an archive, part by part, and says how many meetings were new. The error is of this file alone.
Result<void> import_archive(const Session& session, Client& client, const std::string& shown, const std::string& bytes,
                            Totals& totals) {
  Totals here;
  Result<void> done;
  each_part(bytes, kPartBytes, [&](std::string part) {
    api::Request request{.method = "POST", .path = "/api/v2/import", .content_type = "application/jsonl"};
    request.body = std::move(part);
    const auto reply = client.send(request);
    if (!reply) {
      done = fail(reply.error().code, shown + ": " + reply.error().message);
    } else if (reply->status >= 400) {
      done = fail(reply->status >= 500 ? ErrorCode::unavailable : ErrorCode::invalid_argument,
                  shown + ": " + refusal_text(*reply));
    } else if (const auto report = Json::parse(reply->body)) {
      here.created += (*report)["created"].integer_or(0);
      here.known += (*report)["known"].integer_or(0);
      here.turns += (*report)["turns"].integer_or(0);
      here.memories += (*report)["memories"].integer_or(0);
      if (session.arguments.has("--json")) {
        session.terminal.print(
            JsonObject().add("file", shown).add("status", reply->status).raw("reply", reply->body).text() + "\n");
      }
    }
    return done.has_value() && !interrupted();
  });
  if (!session.arguments.has("--json")) {
    session.terminal.print(std::format("{}: an archive; {} new, {} there already\n", harmless(shown),
                                       count_of(here.created, "meeting"), here.known));
  }
  totals.created += here.created;
  totals.known += here.known;
  totals.turns += here.turns;
  totals.memories += here.memories;
  return done;
}

// Sends what one file holds and shows what came of it. The error is of this file alone.
Result<void> import_one(const Session& session, Client& client, const std::string& file, std::string bytes,
                        Totals& totals) {
  const std::string shown = file == "-" ? "standard input" : file;
  if (is_archive(bytes)) {
    for (const std::string name : kOfTranscripts) {
      if (session.arguments.has("--" + name))
        return fail(ErrorCode::invalid_argument,
                    shown + ": an archive knows its meetings; --" + name + " does not apply");
    }
    return import_archive(session, client, shown, bytes, totals);
  }
  const auto reply = client.send(request_for(session.arguments, file, std::move(bytes)));
  if (!reply) return fail(reply.error().code, shown + ": " + reply.error().message);
  if (session.arguments.has("--json")) {
    session.terminal.print(
        JsonObject().add("file", file).add("status", reply->status).raw("reply", reply->body).text() + "\n");
  }
  if (reply->status >= 400) {
    return fail(reply->status == 507 || reply->status >= 500 ? ErrorCode::unavailable : ErrorCode::invalid_argument,
                shown + ": " + refusal_text(*reply));
  }
  const auto report = Json::parse(reply->body);
  if (!report) return fail(ErrorCode::internal, shown + ": the answer is not JSON");
  ++((*report)["created"].truth() ? totals.created : totals.known);
  totals.turns += (*report)["turns"].integer_or(0);
  totals.memories += (*report)["memories"]["total"].integer_or(0);
  if (!session.arguments.has("--json")) {
    session.terminal.print(
        render_report(shown, *report, {.width = session.terminal.width(), .palette = session.terminal.out()}));
  }
  return {};
}

std::string summary_of(const Totals& totals, bool stopped) {
  std::string text = std::format("{} imported", count_of(totals.created, "meeting"));
  if (totals.known > 0) text += std::format(", {} there already", totals.known);
  text += std::format("; {}, {}", count_of(totals.turns, "turn"), count_of(totals.memories, "memory", "memories"));
  if (!totals.failures.empty()) {
    text += std::format("; {} failed", count_of(static_cast<std::int64_t>(totals.failures.size()), "file"));
  }
  return text + (stopped ? "; stopped before the rest\n" : "\n");
}

std::optional<std::string> misuse_of(const Arguments& arguments, std::size_t files) {
  if (std::ranges::count(arguments.words, "-") > 1) return "standard input (-) is named more than once";
  for (const std::string_view option : {"--title", "--started-at", "--external-id"}) {
    if (files > 1 && arguments.has(option)) {
      return std::format("{} is of one meeting, but {} files are named", option, files);
    }
  }
  return std::nullopt;
}

}  // namespace

int run_import(const Session& session) {
  auto& terminal = session.terminal;
  Totals totals;
  const auto failed = [&](const Error& error) {
    totals.failures.push_back(error.message);
    session.refuse(error);
  };
  std::vector<std::string> files;
  for (const auto& word : session.arguments.words) {
    auto names = expand_pattern(word);
    if (!names) {
      failed(names.error());
      continue;
    }
    files.insert(files.end(), names->begin(), names->end());
  }
  if (const auto misuse = misuse_of(session.arguments, files.size())) return session.misuse(*misuse);
  if (files.empty()) return kFailed;

  std::optional<Client> client;  // once there is something to store: a name that is mistyped makes no data directory
  note_signals();
  // A reader of the report that has gone (head) stops nothing: what was named is stored.
  for (std::size_t i = 0; i < files.size() && !interrupted(); ++i) {
    terminal.progress(bar(i, files.size(), files[i]));
    auto bytes = read_source(files[i]);
    if (bytes && !client) {
      end_on_signals();  // while it waits for others, nothing is lost by ending at once
      auto opened = session.connect(true);
      note_signals();
      if (!opened) return session.refuse(opened.error());
      client.emplace(std::move(*opened));
    }
    const auto done = bytes ? import_one(session, *client, files[i], std::move(*bytes), totals)
                            : Result<void>(std::unexpected(bytes.error()));
    if (!done && done.error().code != ErrorCode::cancelled) failed(done.error());
  }
  terminal.clear_progress();
  if (!session.arguments.has("--json")) terminal.print(summary_of(totals, interrupted()));
  if (totals.failures.size() > 1) {
    terminal.say(std::format("hebb: {} files were not imported:", totals.failures.size()));
    for (const auto& failure : totals.failures) terminal.say("  " + harmless(failure));
  }
  if (interrupted()) return kInterrupted;
  return totals.failures.empty() ? kDone : kFailed;
}

}  // namespace hebb::cli
