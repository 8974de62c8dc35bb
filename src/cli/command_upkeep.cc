// hebb serve, reextract, reindex, stats, config show.
#include <unistd.h>

#include <chrono>
#include <format>
#include <span>

#include "base/random.h"
#include "cli/interrupts.h"
#include "cli/loopback.h"
#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

constexpr auto kPatience = std::chrono::seconds(5);

Result<std::string> random_token() {
  return random_bytes<32>().transform([](const auto& bytes) { return to_hex(bytes); });
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string address_of(const std::string& host, int port) {
  if (is_this_machine(host)) return std::format("http://localhost:{}", port);
  if (host == "0.0.0.0" || host == "::")
    return std::format("http://localhost:{} and every address of this machine, by name where HEBB_ALLOWED_HOSTS has it",
                       port);
  return host.contains(':') ? std::format("http://[{}]:{}", host, port) : std::format("http://{}:{}", host, port);
}

void add_rows(const Json& object, const std::string& prefix, const Page& page, std::string& text) {
  for (const auto& [name, value] : object.members()) {
    const std::string path = prefix.empty() ? name : prefix + "." + name;
    if (!value.members().empty()) {
      add_rows(value, path, page, text);
      continue;
    }
    const std::string shown = value.integer()         ? std::to_string(*value.integer())
                              : value.optional_text() ? harmless(value.text())
                                                      : value.written();
    text += clipped(path, 32, true) + "  " + page.palette(Style::bold, shown) + "\n";
  }
}

}  // namespace

int run_serve(const Session& session) {
  auto& terminal = session.terminal;
  auto hold = hold_for_serving(session.setup, kPatience);
  if (!hold) return session.refuse(hold.error());
  if (const auto may = hold->may_publish(); !may) return session.refuse(may.error());
  auto engine = session.setup.open_engine();
  if (!engine) return session.refuse(engine.error());
  const auto token = random_token();
  if (!token) return session.refuse(token.error());
  ServeCall call{.token = *token, .say = [&](Talk kind, const std::string& text) { session.tell(kind, text); }};
  call.listening = [&](const std::string& host, int port) -> Result<void> {
    auto published = hold->publish({.host = host,
                                    .port = port,
                                    .token = *token,
                                    .pid = ::getpid(),
                                    .database = path_in_note(session.setup.database),
                                    .max_body_bytes = session.setup.max_body_bytes});
    if (!published) return published;
    const auto serves = [&](const std::string& where) {
      return std::format("hebb {} serves {} on {}", session.program.version, session.setup.data_dir.string(), where);
    };
    const std::string where = address_of(host, port);
    if (session.setup.log) {
      session.tell(Talk::note, serves(where));
    } else {
      terminal.say(serves(terminal.err()(Style::bold, where)) + " (Ctrl-C stops)");
    }
    return {};
  };
  const auto served = session.setup.serve(**engine, call);
  if (!served) return session.refuse(served.error());
  session.setup.log ? session.tell(Talk::note, "stopped") : terminal.say("stopped");
  return kDone;
}

int run_reindex(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  session.terminal.progress("building the search indexes");
  const auto done = session.answer(*client, {.method = "POST", .path = "/api/v2/reindex"});
  session.terminal.clear_progress();
  if (!done) return kFailed;
  session.terminal.print("the search indexes are built again\n");
  return kDone;
}

int run_reextract(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto project = session.arguments.value("--project");
  std::vector<std::string> ids;
  for (const std::string& word : session.arguments.words) {
    const auto meeting = find_meeting(*client, word, project);
    if (!meeting) return session.refuse(meeting.error());
    ids.push_back(meeting->id);
  }
  if (ids.empty()) {
    const auto visited = each_meeting(*client, project, [&](const Json& meeting) {
      ids.push_back(meeting["meeting_id"].text());
      return true;
    });
    if (!visited) return session.refuse(visited.error());
  }
  note_signals();
  std::int64_t done = 0, changed = 0, failed = 0;
  for (const std::string& id : ids) {
    if (interrupted()) break;
    session.terminal.progress(std::format("{} of {}", done, count_of(std::ssize(ids), "meeting")));
    const auto reply = client->send({.method = "POST", .path = "/api/v2/meetings/" + id + "/reextract"});
    if (!reply) return session.refuse(reply.error());
    if (reply->status >= 400) ++failed, session.refuse(*reply);
    const auto json = Json::parse(reply->body);
    changed += json && (*json)["changed"].truth();
    ++done;
  }
  session.terminal.clear_progress();
  session.terminal.print(std::format("{} read again, {} changed{}\n", count_of(done, "meeting"), changed,
                                     done < std::ssize(ids) ? "; stopped before the rest" : ""));
  if (interrupted()) return kInterrupted;
  return failed > 0 ? kFailed : kDone;
}

int run_stats(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto reply = client->send({.method = "GET", .path = "/api/v2/stats"});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (session.arguments.has("--json")) return session.print_verbatim(*reply);
  std::string text;
  if (const auto json = Json::parse(reply->body)) add_rows(*json, "", {.palette = session.terminal.out()}, text);
  session.terminal.print(text);
  return kDone;
}

int run_config(const Session& session) {
  std::string text;
  for (const auto& setting : session.setup.settings) {
    text += std::format(
        "{} = {}  {}\n", setting.name, harmless(setting.value),
        session.terminal.out()(Style::dim, std::format("# {}; {}", harmless(setting.source), setting.environment)));
  }
  session.terminal.print(text);
  return kDone;
}

}  // namespace hebb::cli
