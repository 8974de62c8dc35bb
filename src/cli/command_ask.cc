// hebb ask, hebb context
#include <algorithm>
#include <array>
#include <format>

#include "api/requests.h"
#include "cli/render.h"
#include "cli/session.h"
#include "text/placed_words.h"

namespace hebb::cli {
namespace {

constexpr std::int64_t kShownByDefault = 5;
constexpr auto kFilterOptions =
    std::to_array<std::string_view>({"--project", "--meeting", "--speaker", "--type", "--since", "--until"});

Result<std::string> filters_of(const Arguments& arguments, Client& client) {
  JsonObject filters;
  const auto project = arguments.value("--project");
  if (project) filters.add("project", *project);
  std::vector<std::string> meetings;
  for (const auto& name : arguments.values("--meeting")) {
    auto meeting = find_meeting(client, name, project);
    if (!meeting) return std::unexpected(meeting.error());
    meetings.push_back(meeting->id);
  }
  if (!meetings.empty()) filters.add("meeting_ids", meetings);
  if (arguments.has("--speaker")) filters.add("speakers", arguments.values("--speaker"));
  if (arguments.has("--type")) filters.add("memory_types", arguments.values("--type"));
  if (const auto since = arguments.moment("--since")) filters.add("since", rfc3339(*since));
  if (const auto until = arguments.moment("--until")) filters.add("until", rfc3339(*until));
  return filters.text();
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// The exit status where the words are too many for a question; that has been said.
std::optional<int> misused(const Session& session) {
  const std::size_t characters = count_characters(joined(session.arguments.words));
  if (characters <= api::kQuestionLimit) return std::nullopt;
  return session.misuse(std::format("QUESTION takes {} characters at most, not {}", api::kQuestionLimit, characters));
}

// The answer of `path` to the question and the filters of the command line, with what else `body` asks for. Otherwise
// the refusal has been said and there is nothing.
struct Answered {
  api::Reply reply;
  Json json;
};

std::optional<Answered> answered(const Session& session, std::string path, JsonObject body) {
  auto client = session.connect();
  if (!client) {
    session.refuse(client.error());
    return std::nullopt;
  }
  const auto filters = filters_of(session.arguments, *client);
  if (!filters) {
    session.refuse(filters.error());
    return std::nullopt;
  }
  body.add("query", joined(session.arguments.words));
  if (*filters != "{}") body.raw("filters", *filters);
  auto reply = client->send(
      {.method = "POST", .path = std::move(path), .content_type = "application/json", .body = body.text()});
  if (!reply) {
    session.refuse(reply.error());
    return std::nullopt;
  }
  if (reply->status >= 400) {
    session.refuse(*reply);
    return std::nullopt;
  }
  auto json = Json::parse(reply->body);
  if (!json) {
    session.refuse(Error{ErrorCode::internal, "the answer is not JSON"});
    return std::nullopt;
  }
  return Answered{std::move(*reply), std::move(*json)};
}

// Prints what was found, or says why there is nothing; the exit status.
template <class Render>
int shown(const Session& session, const Answered& answer, bool found, Render render) {
  if (session.arguments.has("--json")) {
    session.print_verbatim(answer.reply);
    return found ? kDone : kFailed;
  }
  for (const Json& part : answer.json["degraded"].items()) {
    session.terminal.say("hebb: answered without " + harmless(part.text()) + ", which is away");
  }
  if (!found) {
    const bool filtered = std::ranges::any_of(kFilterOptions, [&](auto name) { return session.arguments.has(name); });
    session.terminal.say(
        filtered ? "Nothing found: nothing that these filters let through is on this."
                 : "Nothing found: none of these meetings holds anything on this (hebb meetings lists them).");
    return kFailed;
  }
  if (const std::string doubt = render_doubt(answer.json); !doubt.empty()) session.terminal.say(doubt);
  session.terminal.print(render());
  return kDone;
}

// Line by line, as the ends of lines are ours.
std::string harmless_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    out += harmless(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

int run_ask(const Session& session) {
  if (const auto status = misused(session)) return *status;
  const auto& arguments = session.arguments;
  JsonObject body;
  body.add("limit", arguments.number("--limit").value_or(kShownByDefault));
  if (arguments.has("--explain")) body.flag("explain", true);
  const auto answer = answered(session, "/api/v2/query", std::move(body));
  if (!answer) return kFailed;
  const bool found = !answer->json["results"].items().empty();
  const Page page{.width = session.terminal.width(), .palette = session.terminal.out()};
  const int status =
      shown(session, *answer, found, [&] { return render_answers(answer->json, arguments.has("--explain"), page); });
  // A filter may be why.
  if (!found && !arguments.has("--json")) session.terminal.print(render_reading(answer->json, page));
  return status;
}

int run_context(const Session& session) {
  if (const auto status = misused(session)) return *status;
  JsonObject body;
  if (const auto words = session.arguments.number("--words")) body.add("words", *words);
  if (!session.arguments.has("--json")) body.add("format", "markdown");
  const auto answer = answered(session, "/api/v2/context", std::move(body));
  if (!answer) return kFailed;
  return shown(session, *answer, !answer->json["passages"].items().empty(),
               [&] { return harmless_lines(answer->json["markdown"].text()); });
}

}  // namespace hebb::cli
