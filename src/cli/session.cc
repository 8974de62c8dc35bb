#include "cli/session.h"

#include <algorithm>
#include <format>

#include "cli/render.h"
#include "text/placed_words.h"
#include "text/utf8.h"

namespace hebb::cli {
namespace {

constexpr std::size_t kLeastPrefix = 4;
constexpr std::size_t kNamedAtMost = 5;

NamedMeeting named(const Json& meeting) {
  return {.id = meeting["meeting_id"].text(),
          .title = meeting["title"].text(),
          .project = meeting["project"].text(),
          .started_at = meeting["started_at"].optional_text()};
}

std::string described(const NamedMeeting& meeting) {
  const std::string day = meeting.started_at ? ", " + day_and_time(*meeting.started_at) : "";
  return std::format("{} \"{}\"{}", meeting.id.substr(0, 8), harmless(meeting.title), day);
}

ErrorCode code_of(int status) {
  if (status == 404) return ErrorCode::not_found;
  return status >= 500 ? ErrorCode::unavailable : ErrorCode::invalid_argument;
}

}  // namespace

Result<Client> Session::connect(bool creates) const {
  return Client::open(setup,
                      {.say = [this](const std::string& talk) { terminal.say("hebb: " + talk); }, .creates = creates});
}

std::string Session::project() const {
  return arguments.value("--project").value_or(std::string(kDefaultProject));
}

void Session::tell(Talk kind, std::string_view text) const {
  if (setup.log) return setup.log(kind, text);
  const Style style = kind == Talk::note ? Style::plain : kind == Talk::warning ? Style::warning : Style::bad;
  terminal.say(terminal.err()(style, "hebb:") + (kind == Talk::warning ? " WARNING: " : " ") + harmless(text));
}

int Session::refuse(const Error& error) const {
  tell(Talk::failure, error.message);
  return kFailed;
}

int Session::refuse(const api::Reply& reply) const {
  return refuse(Error{ErrorCode::internal, refusal_text(reply)});
}

int Session::misuse(std::string_view problem) const {
  refuse({ErrorCode::invalid_argument, std::format("{} (see hebb {} --help)", problem, arguments.command->name)});
  return kMisused;
}

std::optional<Json> Session::answer(Client& client, const api::Request& request) const {
  const auto reply = client.send(request);
  if (!reply) {
    refuse(reply.error());
    return std::nullopt;
  }
  if (reply->status >= 400) {
    refuse(*reply);
    return std::nullopt;
  }
  auto json = Json::parse(reply->body.empty() ? "{}" : reply->body);
  if (!json) refuse(Error{ErrorCode::internal, "the answer is not JSON"});
  return json;
}

std::optional<std::int64_t> Session::list_pages(Client& client, const std::string& name,
                                                std::map<std::string, std::string> parameters, std::int64_t limit,
                                                const std::function<std::string(const Json&)>& written) const {
  constexpr std::int64_t kPage = 1000;
  api::Request request{.method = "GET", .path = "/api/v2/" + name, .parameters = std::move(parameters)};
  std::int64_t listed = 0;
  do {
    request.parameters["limit"] = std::to_string(std::min(kPage, limit - listed));
    const auto list = answer(client, request);
    if (!list) return std::nullopt;
    std::string text;
    for (const Json& one : (*list)[name].items()) {
      text += written(one);
      ++listed;
    }
    terminal.print(text);
    request.parameters["cursor"] = (*list)["next"].text();
  } while (listed < limit && !request.parameters["cursor"].empty() && !terminal.write_error());
  return listed;
}

int Session::print_verbatim(const api::Reply& reply) const {
  terminal.print(reply.body + "\n");
  return reply.status < 400 ? kDone : kFailed;
}

Result<void> each_meeting(Client& client, const std::optional<std::string>& project,
                          const std::function<bool(const Json& meeting)>& visit) {
  api::Request request{.method = "GET", .path = "/api/v2/meetings"};
  request.parameters["limit"] = "500";
  if (project) request.parameters["project"] = *project;
  for (;;) {
    const auto reply = client.send(request);
    if (!reply) return std::unexpected(reply.error());
    const auto page = Json::parse(reply->body);
    if (reply->status >= 400 || !page) return fail(code_of(reply->status), refusal_text(*reply));
    for (const Json& meeting : (*page)["meetings"].items()) {
      if (!visit(meeting)) return {};
    }
    const auto next = (*page)["next"].optional_text();
    if (!next) return {};
    request.parameters["cursor"] = *next;
  }
}

Result<NamedMeeting> find_meeting(Client& client, const std::string& name, const std::optional<std::string>& project) {
  const std::string wanted = case_folded(valid_utf8(name));
  std::optional<NamedMeeting> exact;
  std::vector<NamedMeeting> by_id;
  std::vector<NamedMeeting> by_whole_title;
  std::vector<NamedMeeting> by_title;
  const auto visited = each_meeting(client, project, [&](const Json& meeting) {
    NamedMeeting one = named(meeting);
    const std::string title = case_folded(one.title);
    if (one.id == wanted) {
      exact = std::move(one);
      return false;
    }
    if (wanted.size() >= kLeastPrefix && one.id.starts_with(wanted)) by_id.push_back(one);
    if (title == wanted) by_whole_title.push_back(one);
    if (title.contains(wanted)) by_title.push_back(std::move(one));
    return true;
  });
  if (!visited) return std::unexpected(visited.error());
  if (exact) return *std::move(exact);
  // A word such as "cafe" may begin one meeting's id and be another's title: neither is meant more.
  auto found = std::move(by_id);
  for (auto& one : by_whole_title.empty() ? by_title : by_whole_title) {
    if (!std::ranges::contains(found, one.id, &NamedMeeting::id)) found.push_back(std::move(one));
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return fail(ErrorCode::not_found,
                std::format("no meeting has \"{}\" as its id or in its title (hebb meetings lists them)", name));
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(found.size(), kNamedAtMost); ++i)
    list += (i > 0 ? "; " : "") + described(found[i]);
  if (found.size() > kNamedAtMost) list += "; …";
  return fail(ErrorCode::invalid_argument,
              std::format("\"{}\" means {} meetings: {}; give more of the id", name, found.size(), list));
}

}  // namespace hebb::cli
