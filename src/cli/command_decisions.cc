// hebb decisions: what holds, what it superseded, and what a person must look at.
#include <format>
#include <map>
#include <string>

#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

constexpr std::size_t kHistoryIndent = 4;

std::string own_line(std::string_view text, const Page& page) {
  std::string out;
  for (const auto& part : wrapped(text, page.width > 14 ? page.width - 4 : 10)) out += "    " + part + "\n";
  return out;
}

// "number 12.5 → 15"; of a negation, which of the two has it.
std::string difference_of(const Json& difference) {
  const std::string kind = difference["kind"].text();
  const auto earlier = difference["earlier"].optional_text();
  const auto later = difference["later"].optional_text();
  if (earlier && later) return std::format("{} {} → {}", kind, *earlier, *later);
  return earlier ? std::format("{} (before: “{}”)", kind, *earlier)
                 : std::format("{} (now: “{}”)", kind, later.value_or(""));
}

std::string render_reason(const Json& supersedes, const Page& page) {
  if (!supersedes.present()) return "";
  std::string shared, differs;
  for (const Json& phrase : supersedes["shared"].items()) shared += (shared.empty() ? "" : ", ") + phrase.text();
  for (const Json& one : supersedes["differences"].items())
    differs += (differs.empty() ? "" : "; ") + difference_of(one);
  std::string out =
      own_line(harmless(std::format("Supersedes: {} · alike {:.2f}", shared, supersedes["similarity"].number())), page);
  if (!differs.empty()) out += own_line("Differs: " + harmless(differs), page);
  return out;
}

// What render_listed prints, and beneath it objections and what it supersedes.
std::string render_one(const Json& decision, const Page& page) {
  std::string out = render_listed(decision, page);
  out.pop_back();  // the empty line
  for (const Json& objection : decision["objections"].items()) {
    const std::string speaker = objection["metadata"]["speaker"].optional_text().value_or("speaker unknown");
    out += own_line(harmless(std::format("Objected: {}: “{}”", speaker, objection["content"].text())), page);
  }
  return out + render_reason(decision["supersedes"], page) + "\n";
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
