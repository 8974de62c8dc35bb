// hebb consolidate, patterns: what was said again in other meetings.
#include <format>
#include <map>
#include <string>

#include "cli/loopback.h"
#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

std::string day_of(const Json& moment) {
  return moment.text().substr(0, 10);
}

// "3 meetings · 5 times · 2026-01-03 to 2026-02-17"
std::string render_pattern(const Json& pattern, const Page& page) {
  std::string head = std::format("{} · {}", count_of(pattern["meetings"].integer_or(0), "meeting"),
                                 count_of(std::ssize(pattern["memory_ids"].items()), "time"));
  const std::string first = day_of(pattern["first_started_at"]), last = day_of(pattern["last_started_at"]);
  if (!first.empty()) head += " · " + first + (last != first ? " to " + last : "");
  return page.palette(Style::bold, head) + "\n" + render_listed(pattern["statement"], page);
}

std::string render_consolidated(const Json& report, bool dry_run, const Page& page) {
  const std::string name = harmless(report["project"].text());
  std::string text = std::format(
      "{}: {} in {} statements of {}{}\n", page.palette(Style::bold, name),
      count_of(report["patterns"].integer_or(0), "pattern"), report["in_patterns"].integer_or(0),
      report["memories"].integer_or(0),
      report["added"].integer_or(0) + report["gone"].integer_or(0) == 0
          ? "; nothing new"
          : std::format("; {} {}, {} {}", report["added"].integer_or(0), dry_run ? "would be added" : "added",
                        report["gone"].integer_or(0), dry_run ? "would go" : "gone"));
  if (!dry_run) return text;
  for (const Json& pattern : report["found"].items()) text += "\n" + render_pattern(pattern, page);
  return text;
}

int undo(const Session& session, Client& client) {
  const auto project = session.project();
  const auto undone =
      client.send({.method = "DELETE", .path = "/api/v2/consolidate", .parameters = {{"project", project}}});
  if (!undone) return session.refuse(undone.error());
  if (undone->status >= 400) return session.refuse(*undone);
  if (session.arguments.has("--json")) return session.print_verbatim(*undone);
  session.terminal.print(std::format("{}: back to the patterns before\n", harmless(project)));
  return kDone;
}

}  // namespace

int run_consolidate(const Session& session) {
  const bool dry_run = session.arguments.has("--dry-run"), undoes = session.arguments.has("--undo");
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  if (undoes) return undo(session, *client);
  api::Request request{.method = "POST", .path = "/api/v2/consolidate"};
  if (const auto project = session.arguments.value("--project")) request.parameters["project"] = *project;
  if (dry_run) request.parameters["dry_run"] = "true";
  session.terminal.progress("looking for what was said again");
  const auto reply = client->send(request);
  session.terminal.clear_progress();
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (session.arguments.has("--json")) return session.print_verbatim(*reply);
  const auto json = Json::parse(reply->body);
  if (!json) return kFailed;
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  std::string text;
  for (const Json& report : (*json)["projects"].items()) text += render_consolidated(report, dry_run, page);
  if (text.empty()) session.terminal.say("No meetings.");
  session.terminal.print(text);
  return kDone;
}

int run_patterns(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto& arguments = session.arguments;
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  const bool json = arguments.has("--json");
  std::map<std::string, std::string> parameters;
  for (const std::string name : {"project", "type"}) {
    if (const auto value = arguments.value("--" + name)) parameters[name] = *value;
  }
  const auto listed = session.list_pages(
      *client, "patterns", std::move(parameters), arguments.number("--limit").value_or(INT64_MAX),
      [&](const Json& pattern) { return json ? pattern.written() + "\n" : render_pattern(pattern, page); });
  if (!listed) return kFailed;
  if (*listed > 0) return kDone;
  session.terminal.say("No patterns. `hebb consolidate` looks for them.");
  return kFailed;
}

}  // namespace hebb::cli
