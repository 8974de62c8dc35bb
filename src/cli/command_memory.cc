// hebb memory, correct: one memory with all that hangs on it, and what a person says of it.
#include <format>
#include <map>
#include <string>
#include <vector>

#include "cli/loopback.h"
#include "cli/render.h"
#include "cli/render_supersession.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

// What another memory is to this one, from the type of their connection and which of them it starts at.
std::string relation(const std::string& type, bool starts_here) {
  static const std::map<std::string, std::pair<std::string_view, std::string_view>> relations{
      {"response", {"It answers", "Answered by"}},
      {"supports", {"It agrees with", "Agreed with by"}},
      {"contradiction", {"It objects to", "Objected to by"}},
      {"reference", {"It comes back to", "Come back to by"}},
  };
  const auto found = relations.find(type);
  if (found == relations.end()) return type;
  return std::string(starts_here ? found->second.first : found->second.second);
}

// What it says to others, and they to it; what merely follows and precedes the neighbours show.
std::string render_connections(const Session& session, Client& client, const Json& memory, const Page& page) {
  const std::string id = memory["memory_id"].text();
  std::string out;
  for (const Json& connection : memory["connections"].items()) {
    const std::string type = connection["type"].text();
    const bool starts_here = connection["from"].text() == id;
    if (type == "sequential" || type == "part_of") continue;
    const std::string other = connection[starts_here ? "to" : "from"].text();
    const auto there = session.answer(
        client, {.method = "GET", .path = "/api/v2/memories/" + other, .parameters = {{"peek", "true"}}});
    if (!there) continue;  // said already; it may have been erased meanwhile
    out += render_heading(relation(type, starts_here), page) +
           page.palette(Style::dim, "    " + harmless(connection["reason"].text())) + "\n" +
           render_listed(*there, page);
  }
  return out;
}

std::string render_context(const Json& memory, const Page& page) {
  for (const Json& connection : memory["connections"].items()) {
    if (connection["type"].text() != "part_of" || connection["from"].text() != memory["memory_id"].text()) continue;
    return page.palette(Style::dim, "    " + harmless(connection["reason"].text())) + "\n";
  }
  return "";
}

// "mentions Anna Berg (stakeholder, marketing), the pilot report (deliverable, due 2026-12-01)"
std::string render_mentions(const Json& mentions, const Page& page) {
  std::string text;
  for (const Json& one : mentions.items()) {
    const std::string role = one["role"].text(), due = one["due"].text();
    text +=
        std::format("{}{} ({}{}{})", text.empty() ? "mentions " : ", ", harmless(one["name"].text()),
                    one["kind"].text(), role.empty() ? "" : ", " + harmless(role), due.empty() ? "" : ", due " + due);
  }
  std::string lines;
  for (const auto& line : wrapped(text, page.width > 14 ? page.width - 4 : 10)) {
    if (!line.empty()) lines += page.palette(Style::dim, "    " + line) + "\n";
  }
  return lines;
}

std::string render_extracted(const Json& correction, const Page& page) {
  if (!correction.present()) return "";
  return page.palette(Style::dim,
                      std::format("    corrected {}; extracted as {}", day_and_time(correction["corrected_at"].text()),
                                  correction["extracted"]["memory_type"].text())) +
         "\n";
}

std::string render_linked(std::string_view heading, const Json& decision, const Page& page) {
  if (!decision.present()) return "";
  std::string out = render_heading(heading, page) + render_listed(decision, page);
  out.pop_back();  // the empty line
  return out + render_supersession("Both speak of", decision, page) + "\n";
}

std::string render_access(const Json& access, const Page& page) {
  if (!access.present()) return "";
  const auto count = access["count"].integer_or(0);
  std::string line =
      count == 0 ? std::string("not read yet")
                 : std::format("read {}, last {}", count_of(count, "time"), day_and_time(access["last_at"].text()));
  line += std::format("; strength {:.2f}", access["strength"].number());
  if (access["faded_at"].present()) line += "; archived as faded " + day_and_time(access["faded_at"].text());
  return page.palette(Style::dim, "    " + line) + "\n";
}

}  // namespace

int run_memory(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto reply = client->send({.method = "GET", .path = "/api/v2/memories/" + session.arguments.words.front()});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (session.arguments.has("--json")) return session.print_verbatim(*reply);
  const auto memory = Json::parse(reply->body);
  if (!memory) return kFailed;
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  std::string text;
  for (const Json& before : (*memory)["neighbours"]["before"].items()) text += render_memory(before, page);
  text += render_heading("This memory", page) + render_listed(*memory, page) +
          render_extracted((*memory)["correction"], page) + render_access((*memory)["access"], page) +
          render_context(*memory, page) + render_mentions((*memory)["mentions"], page);
  for (const Json& after : (*memory)["neighbours"]["after"].items()) text += render_memory(after, page);
  text += render_connections(session, *client, *memory, page);
  text += render_linked("It supersedes", (*memory)["supersedes"], page) +
          render_linked("Superseded by", (*memory)["superseded_by"], page);
  const auto again = (*memory)["said_again"].items();
  if (!again.empty()) text += render_heading("Said again", page);
  for (const Json& other : again) text += render_listed(other, page);
  session.terminal.print(text);
  return kDone;
}

int run_correct(const Session& session) {
  const auto& arguments = session.arguments;
  JsonObject body;
  if (arguments.has("--revert")) body.flag("revert", true);
  if (const auto type = arguments.value("--type")) body.add("memory_type", *type);
  for (const std::string name : {"owner", "status", "state"}) {
    if (const auto value = arguments.value("--" + name)) body.add(name, *value);
  }
  if (const auto due = arguments.moment("--due")) body.add("due", rfc3339(*due));
  std::vector<std::string> unset;
  for (const std::string name : {"owner", "due"}) {
    if (arguments.has("--no-" + name)) unset.push_back(name);
  }
  if (!unset.empty()) body.add("unset", unset);
  if (body.empty()) {
    return session.misuse(
        "nothing to correct: give --type, --owner, --no-owner, --due, --no-due, --status, --state or --revert");
  }
  const auto type = arguments.value("--type");
  for (const auto* option : {"--owner", "--due", "--status"}) {
    if (type && *type != "action" && arguments.has(option)) {
      return session.misuse(std::format("{} is of an action, not of --type {}", option, *type));
    }
  }
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto reply = client->send({.method = "PATCH",
                                   .path = "/api/v2/memories/" + arguments.words.front(),
                                   .content_type = "application/json",
                                   .body = body.text()});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (arguments.has("--json")) return session.print_verbatim(*reply);
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  const auto memory = Json::parse(reply->body);
  if (memory) session.terminal.print(render_listed(*memory, page));
  return kDone;
}

}  // namespace hebb::cli
