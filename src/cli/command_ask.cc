// hebb ask
#include <format>

#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

constexpr std::int64_t kShownByDefault = 5;

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

}  // namespace

int run_ask(const Session& session) {
  const auto& arguments = session.arguments;
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto filters = filters_of(arguments, *client);
  if (!filters) return session.refuse(filters.error());

  JsonObject body;
  body.add("query", joined(arguments.words));
  body.add("limit", arguments.number("--limit").value_or(kShownByDefault));
  if (*filters != "{}") body.raw("filters", *filters);
  if (arguments.has("--explain")) body.flag("explain", true);
  const auto reply = client->send(
      {.method = "POST", .path = "/api/v2/query", .content_type = "application/json", .body = body.text()});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  const auto answer = Json::parse(reply->body);
  if (!answer) return session.refuse(Error{ErrorCode::internal, "the answer is not JSON"});
  const bool found = !(*answer)["results"].items().empty();
  if (arguments.has("--json")) {
    session.print_verbatim(*reply);
    return found ? kDone : kFailed;
  }
  for (const Json& part : (*answer)["degraded"].items()) {
    session.terminal.say("hebb: answered without " + harmless(part.text()) + ", which is away");
  }
  if (const std::string doubt = render_doubt(*answer); found && !doubt.empty()) session.terminal.say(doubt);
  if (!found) {
    session.terminal.say(*filters == "{}" ? "Nothing found." : "Nothing found with these filters.");
    return kFailed;
  }
  session.terminal.print(render_answers(*answer, arguments.has("--explain"),
                                        {.width = session.terminal.width(), .palette = session.terminal.out()}));
  return kDone;
}

}  // namespace hebb::cli
