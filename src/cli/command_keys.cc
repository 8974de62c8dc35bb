// hebb keys create, list, revoke: who may use the server.
#include <chrono>
#include <format>

#include "cli/loopback.h"
#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

constexpr std::string_view kPath = "/api/v2/keys";

Result<Client> connect(const Session& session, bool creates = false) {
  return Client::open(session.setup,
                      {.say = [&session](const std::string& talk) { session.terminal.say("hebb: " + talk); },
                       .creates = creates,
                       .keys = true});
}

std::string projects_of(const Json& key) {
  if (!key["projects"].present()) return "all projects";
  std::string names;
  for (const Json& name : key["projects"].items()) names += (names.empty() ? "" : ", ") + harmless(name.text());
  return names;
}

std::string line_of(const Json& key, const Page& page) {
  const std::string state = key["state"].text();
  const auto used = key["last_used_at"].optional_text(), expires = key["expires_at"].optional_text();
  std::string rest = std::format("{} · {} · {}", key["scope"].text(), projects_of(key), state);
  if (state == "active" && expires) rest += " until " + day_and_time(*expires);
  rest += used ? " · used " + day_and_time(*used) : " · never used";
  return std::format(
      "{}  {}  {}\n", key["id"].text(),
      page.palette(state == "active" ? Style::bold : Style::dim, cell(page, harmless(key["name"].text()), 24)),
      page.palette(Style::dim, rest));
}

std::string body_of(const Arguments& arguments) {
  JsonObject body;
  body.add("name", arguments.words.front());
  body.add("scope", arguments.value("--scope").value_or("read"));
  if (const auto projects = arguments.values("--project"); !projects.empty()) body.add("projects", projects);
  if (const auto days = arguments.number("--days")) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    body.add("expires_at", rfc3339(now + std::chrono::days(*days)));
  }
  return body.text();
}

}  // namespace

int run_keys_create(const Session& session) {
  auto client = connect(session, true);
  if (!client) return session.refuse(client.error());
  const auto reply = client->send({.method = "POST",
                                   .path = std::string(kPath),
                                   .content_type = "application/json",
                                   .body = body_of(session.arguments)});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (session.arguments.has("--json")) return session.print_verbatim(*reply);
  const auto key = Json::parse(reply->body);
  if (!key) return session.refuse(Error{ErrorCode::internal, "the answer is not JSON"});
  session.terminal.say(std::format("{} \"{}\": {}, {}. This is the only time that it is shown:", (*key)["id"].text(),
                                   harmless((*key)["name"].text()), (*key)["scope"].text(), projects_of(*key)));
  session.terminal.print((*key)["key"].text() + "\n");
  return kDone;
}

int run_keys_list(const Session& session) {
  auto client = connect(session);
  if (!client) return session.refuse(client.error());
  const auto reply = client->send({.method = "GET", .path = std::string(kPath)});
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (session.arguments.has("--json")) return session.print_verbatim(*reply);
  const auto list = Json::parse(reply->body);
  std::string text;
  const Page page{
      .width = session.terminal.width(), .palette = session.terminal.out(), .whole = session.terminal.shows_whole()};
  for (const Json& key : list ? (*list)["keys"].items() : std::vector<Json>{}) text += line_of(key, page);
  if (text.empty()) session.terminal.say("No keys; hebb keys create makes one.");
  session.terminal.print(text);
  return kDone;
}

int run_keys_revoke(const Session& session) {
  auto client = connect(session);
  if (!client) return session.refuse(client.error());
  const auto list = session.answer(*client, {.method = "GET", .path = std::string(kPath)});
  if (!list) return kFailed;
  const std::string& wanted = session.arguments.words.front();
  std::string id;
  for (const Json& key : (*list)["keys"].items()) {
    const bool named = key["state"].text() == "active" && key["name"].text() == wanted;
    if (key["id"].text() == wanted || (id.empty() && named)) id = key["id"].text();
  }
  if (id.empty()) {
    return session.refuse(Error{ErrorCode::not_found,
                                std::format("no key has the id \"{}\", and no valid one the name", harmless(wanted))});
  }
  const auto done =
      session.answer(*client, {.method = "DELETE", .path = std::string(kPath) + "/" + percent_encoded(id)});
  if (!done) return kFailed;
  session.terminal.print(
      std::format("{} \"{}\" is revoked: it is refused from now on\n", id, harmless((*done)["name"].text())));
  return kDone;
}

}  // namespace hebb::cli
