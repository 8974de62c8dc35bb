// hebb declare, declared: the stakeholders and deliverables of a project, and the memories that mention them.
#include <format>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/render.h"
#include "cli/session.h"
#include "cli/sources.h"
#include "model/declaration.h"

namespace hebb::cli {
namespace {

constexpr const char* kDeclarationPath = "/api/v2/declaration";

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& one : list.items()) texts.push_back(one.text());
  return texts;
}

JsonObject entry_of(const std::string& name, const Arguments& arguments) {
  JsonObject entry;
  entry.add("name", name);
  if (const auto also = arguments.values("--also"); !also.empty()) entry.add("also", also);
  if (const auto role = arguments.value("--role")) entry.add("role", *role);
  if (const auto due = arguments.moment("--due")) entry.add("due", rfc3339(*due));
  return entry;
}

// What the options change, as a request's body.
std::string edit_of(const Arguments& arguments) {
  JsonObject edit;
  for (const auto& [option, kind] : {std::pair("--stakeholder", "stakeholders"), {"--deliverable", "deliverables"}}) {
    if (const auto name = arguments.value(option)) edit.raw(kind, "[" + entry_of(*name, arguments).text() + "]");
  }
  if (const auto name = arguments.value("--remove")) edit.add("remove", std::vector{*name});
  return edit.text();
}

// What is wrong with the options, or nothing.
std::optional<std::string> misuse_of(const Arguments& arguments) {
  std::size_t ways = arguments.words.size();
  for (const auto* option : {"--stakeholder", "--deliverable", "--remove"}) ways += arguments.has(option) ? 1 : 0;
  if (ways == 0) return "give a FILE, or --stakeholder, --deliverable or --remove";
  if (ways > 1) return "give one of FILE, --stakeholder, --deliverable and --remove";
  if (arguments.has("--role") && !arguments.has("--stakeholder")) return "--role is of a --stakeholder";
  if (arguments.has("--due") && !arguments.has("--deliverable")) return "--due is of a --deliverable";
  const bool is_entry = arguments.has("--stakeholder") || arguments.has("--deliverable");
  if (arguments.has("--also") && !is_entry) return "--also is of a --stakeholder or a --deliverable";
  if (arguments.values("--also").size() > kDeclaredAlso) {
    return std::format("--also is given more than {} times", kDeclaredAlso);
  }
  return std::nullopt;
}

std::string render_change(const Json& change) {
  std::string text = std::format("{}, {}", count_of(change["stakeholders"].integer_or(0), "stakeholder"),
                                 count_of(change["deliverables"].integer_or(0), "deliverable"));
  std::string what;
  for (const auto& [field, says] : {std::pair("added", "new"), std::pair("changed", "changed"), {"gone", "gone"}}) {
    const auto number = change[field].integer_or(0);
    if (number > 0) what += std::format("{}{} {}", what.empty() ? "" : ", ", number, says);
  }
  return text + "; " + (what.empty() ? "nothing changed" : what) + "\n";
}

// "12 memories in 3 meetings, 2026-01-03 to 2026-02-17"
std::string render_counts(const Json& mentions) {
  const auto memories = mentions["memories"].integer_or(0);
  if (memories == 0) return "mentioned nowhere";
  std::string text = std::format("{} in {}", count_of(memories, "memory", "memories"),
                                 count_of(mentions["meetings"].integer_or(0), "meeting"));
  const auto first = mentions["first_started_at"].text().substr(0, 10);
  const auto last = mentions["last_started_at"].text().substr(0, 10);
  if (!first.empty()) text += ", " + first + (last != first ? " to " + last : "");
  return text;
}

std::string render_declared(const Json& one, std::string_view kind, const Page& page) {
  std::string head = page.palette(Style::bold, harmless(one["name"].text())) + " · " + std::string(kind);
  if (const auto role = one["role"].text(); !role.empty()) head += " · " + harmless(role);
  if (const auto due = one["due"].optional_text()) head += " · due " + *due;
  std::string also;
  for (const std::string& name : texts_of(one["also"])) also += (also.empty() ? "also " : ", ") + harmless(name);
  std::string below = render_counts(one["mentions"]);
  if (one["speaks"].truth()) below += "; speaks there";
  if (!also.empty()) below = also + "; " + below;
  std::string text = head + "\n";
  for (const auto& line : wrapped(below, page.width > 14 ? page.width - 4 : 10)) text += "    " + line + "\n";
  return text;
}

int list_mentions(const Session& session, Client& client, const std::string& name) {
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  const bool json = session.arguments.has("--json");
  const auto listed = session.list_pages(
      client, "mentions", {{"project", session.project()}, {"name", name}},
      session.arguments.number("--limit").value_or(INT64_MAX),
      [&](const Json& memory) { return json ? memory.written() + "\n" : render_listed(memory, page); });
  if (!listed) return kFailed;
  if (*listed > 0) return kDone;
  session.terminal.say("No memory mentions it.");
  return kFailed;
}

}  // namespace

int run_declare(const Session& session) {
  const auto& arguments = session.arguments;
  if (const auto misuse = misuse_of(arguments)) return session.misuse(*misuse);
  const bool is_whole = !arguments.words.empty();
  auto body = is_whole ? read_source(arguments.words.front()) : edit_of(arguments);
  if (!body) return session.refuse(body.error());
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto reply = client->send({.method = is_whole ? "PUT" : "PATCH",
                                   .path = kDeclarationPath,
                                   .parameters = {{"project", session.project()}},
                                   .content_type = "application/json",
                                   .body = std::move(*body)});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) {
    const std::string file = is_whole && arguments.words.front() != "-" ? arguments.words.front() + ": " : "";
    return session.refuse(Error{ErrorCode::invalid_argument, file + refusal_text(*reply)});
  }
  if (arguments.has("--json")) return session.print_verbatim(*reply);
  const auto change = Json::parse(reply->body);
  if (change) session.terminal.print(render_change(*change));
  return kDone;
}

int run_declared(const Session& session) {
  const auto& arguments = session.arguments;
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  if (!arguments.words.empty()) return list_mentions(session, *client, arguments.words.front());
  const auto project = session.project();
  const auto reply = client->send({.method = "GET", .path = kDeclarationPath, .parameters = {{"project", project}}});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  const auto declared = Json::parse(reply->body);
  if (!declared) return kFailed;
  const auto stakeholders = (*declared)["stakeholders"].items(), deliverables = (*declared)["deliverables"].items();
  const bool empty = stakeholders.empty() && deliverables.empty();
  if (arguments.has("--json")) {
    session.print_verbatim(*reply);
    return empty ? kFailed : kDone;
  }
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  std::string text;
  for (const Json& one : stakeholders) text += render_declared(one, "stakeholder", page);
  for (const Json& one : deliverables) text += render_declared(one, "deliverable", page);
  session.terminal.print(text);
  if (!empty) return kDone;
  session.terminal.say(std::format("Nothing is declared of project \"{}\". `hebb declare` does.", harmless(project)));
  return kFailed;
}

}  // namespace hebb::cli
