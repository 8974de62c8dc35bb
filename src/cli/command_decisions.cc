// hebb decisions: what holds, what it superseded, and what a person must look at.
#include <format>
#include <map>
#include <string>

#include "cli/render.h"
#include "cli/render_supersession.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

constexpr std::size_t kHistoryIndent = 4;

// What render_listed prints, and beneath it objections and what it supersedes.
std::string render_one(const Json& decision, const Page& page) {
  std::string out = render_listed(decision, page);
  out.pop_back();  // the empty line
  for (const Json& objection : decision["objections"].items()) {
    const std::string speaker = objection["metadata"]["speaker"].optional_text().value_or("speaker unknown");
    out += own_line(harmless(std::format("Objected: {}: “{}”", speaker, objection["content"].text())), page);
  }
  return out + render_supersession("Supersedes", decision["supersedes"], page) + "\n";
}

std::string beneath(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('\n') + 1);
    out += (one == "\n" ? "" : std::string(kHistoryIndent, ' ')) + std::string(one);
    text.remove_prefix(one.size());
  }
  return out;
}

std::string render_decision(const Json& decision, const Page& page) {
  std::string out = render_one(decision, page);
  Page narrow = page;
  narrow.width = page.width > kHistoryIndent ? page.width - kHistoryIndent : page.width;
  for (const Json& earlier : decision["history"].items()) out += beneath(render_one(earlier, narrow));
  return out;
}

}  // namespace

int run_decisions(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto& arguments = session.arguments;
  std::map<std::string, std::string> parameters;
  for (const std::string name : {"project", "speaker"}) {
    if (const auto value = arguments.value("--" + name)) parameters[name] = *value;
  }
  for (const std::string name : {"since", "until"}) {
    if (const auto moment = arguments.moment("--" + name)) parameters[name] = rfc3339(*moment);
  }
  if (arguments.has("--disputed")) parameters["disputed"] = "true";
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  const bool json = arguments.has("--json");
  const auto listed = session.list_pages(
      *client, "decisions", std::move(parameters), arguments.number("--limit").value_or(INT64_MAX),
      [&](const Json& decision) { return json ? decision.written() + "\n" : render_decision(decision, page); });
  if (!listed) return kFailed;
  if (*listed > 0) return kDone;
  session.terminal.say("No such decisions.");
  return kFailed;
}

}  // namespace hebb::cli
