// hebb meetings, show, memories, actions, speakers: what is there, and its names.
#include <algorithm>
#include <format>
#include <functional>
#include <map>
#include <optional>

#include "cli/loopback.h"
#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

constexpr std::int64_t kTurnsAtOnce = 1000;

Page page_of(const Session& session) {
  return {
      .width = session.terminal.width(), .palette = session.terminal.out(), .whole = session.terminal.shows_whole()};
}

std::string heading(const Json& meeting, const Page& page) {
  const auto started = meeting["started_at"].optional_text();
  std::string people;
  for (const Json& name : meeting["participants"].items())
    people += (people.empty() ? "" : ", ") + harmless(name.text());
  std::string out = page.palette(Style::bold, harmless(meeting["title"].text())) + "\n";
  out += page.palette(Style::dim, std::format("{} · {} · {}", started ? day_and_time(*started) : "no date",
                                              harmless(meeting["project"].text()), meeting["meeting_id"].text())) +
         "\n";
  for (const auto& line : wrapped(people, page.width)) {
    if (!line.empty()) out += page.palette(Style::dim, line) + "\n";
  }
  return out + "\n";
}

int show_transcript(const Session& session, Client& client, const std::string& path, const Json& meeting) {
  const Page page = page_of(session);
  session.terminal.print(heading(meeting, page));
  const auto turns = meeting["turns"].integer_or(0);
  for (std::int64_t first = 0; first < turns && !session.terminal.write_error(); first += kTurnsAtOnce) {
    const auto part = session.answer(
        client, {.method = "GET",
                 .path = path + "/transcript",
                 .parameters = {{"first", std::to_string(first)}, {"last", std::to_string(first + kTurnsAtOnce - 1)}}});
    if (!part) return kFailed;
    std::string text;
    for (const Json& turn : (*part)["turns"].items()) text += render_turn(turn, page);
    session.terminal.print(text);
  }
  return kDone;
}

int show_memories(const Session& session, Client& client, const NamedMeeting& meeting,
                  const std::function<std::string(const Json&)>& written) {
  const auto listed = session.list_pages(client, "memories", {{"meeting", meeting.id}, {"include_archived", "true"}},
                                         INT64_MAX, written);
  return listed ? kDone : kFailed;
}

// Those with a day first, the earliest before the others; else in the order in which they are listed.
std::optional<std::int64_t> list_by_day(const Session& session, Client& client,
                                        std::map<std::string, std::string> parameters, std::int64_t limit,
                                        const Page& page) {
  struct Row {
    std::optional<std::string> due;  // ISO 8601, which sorts as days do
    std::string text;
  };
  std::vector<Row> rows;
  const auto listed = session.list_pages(client, "memories", std::move(parameters), INT64_MAX, [&](const Json& memory) {
    rows.push_back({memory["metadata"]["task"]["due"].optional_text(), render_listed(memory, page)});
    return std::string();
  });
  if (!listed) return std::nullopt;
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return std::pair(!row.due, row.due); });
  rows.resize(std::min(rows.size(), static_cast<std::size_t>(limit)));
  std::string text;
  for (const Row& row : rows) text += row.text;
  session.terminal.print(text);
  return std::ssize(rows);
}

}  // namespace

int run_meetings(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const Page page = page_of(session);
  const std::int64_t limit = session.arguments.number("--limit").value_or(INT64_MAX);
  std::vector<Json> found;
  const auto visited = each_meeting(*client, session.arguments.value("--project"), [&](const Json& meeting) {
    if (std::ssize(found) >= limit) return false;
    found.push_back(meeting);
    return true;
  });
  if (!visited) return session.refuse(visited.error());
  if (found.empty()) {
    session.terminal.say("No meetings.");
    return kFailed;
  }
  const auto project_of = [](const Json& meeting) { return meeting["project"].text(); };
  const bool mixed =
      std::ranges::any_of(found, [&](const Json& meeting) { return project_of(meeting) != project_of(found.front()); });
  std::string text;
  for (const Json& meeting : found) {
    text += session.arguments.has("--json") ? meeting.written() + "\n" : render_meeting_line(meeting, mixed, page);
  }
  session.terminal.print(text);
  return kDone;
}

int run_show(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto& arguments = session.arguments;
  const auto meeting = find_meeting(*client, arguments.words.front(), arguments.value("--project"));
  if (!meeting) return session.refuse(meeting.error());
  const std::string path = "/api/v2/meetings/" + meeting->id;
  const bool json = arguments.has("--json");
  if (arguments.has("--memories") && json) {
    return show_memories(session, *client, *meeting, [](const Json& memory) { return memory.written() + "\n"; });
  }
  if (json) {
    const auto reply = client->send({.method = "GET", .path = path + "/transcript"});
    if (!reply) return session.refuse(reply.error());
    return reply->status >= 400 ? session.refuse(*reply) : session.print_verbatim(*reply);
  }
  const auto detail = session.answer(*client, {.method = "GET", .path = path});
  if (!detail) return kFailed;
  if (!arguments.has("--memories")) return show_transcript(session, *client, path, *detail);
  const Page page = page_of(session);
  session.terminal.print(heading(*detail, page));
  return show_memories(session, *client, *meeting, [&](const Json& memory) { return render_memory(memory, page); });
}

int run_memories(const Session& session, bool actions) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto& arguments = session.arguments;
  std::map<std::string, std::string> parameters{{"level", "2"}};
  if (actions) parameters.insert({{"type", "action"}, {"status", "open"}});
  for (const std::string name : {"type", "project", "speaker", "status", "owner"}) {
    if (const auto value = arguments.value("--" + name)) parameters[name] = *value;
  }
  for (const std::string name : {"unassigned", "unanswered"}) {
    if (arguments.has("--" + name)) parameters[name] = "true";
  }
  if (const auto day = arguments.moment("--due-by")) parameters["due_by"] = rfc3339(*day);
  for (const std::string name : {"since", "until"}) {
    if (const auto moment = arguments.moment("--" + name)) parameters[name] = rfc3339(*moment);
  }
  if (arguments.has("--archived")) parameters["include_archived"] = "true";
  if (const auto name = arguments.value("--meeting")) {
    const auto meeting = find_meeting(*client, *name, arguments.value("--project"));
    if (!meeting) return session.refuse(meeting.error());
    parameters["meeting"] = meeting->id;
  }
  const Page page = page_of(session);
  const bool json = arguments.has("--json");
  const std::int64_t limit = arguments.number("--limit").value_or(INT64_MAX);
  const auto listed =
      actions && !json ? list_by_day(session, *client, std::move(parameters), limit, page)
                       : session.list_pages(*client, "memories", std::move(parameters), limit, [&](const Json& memory) {
                           return json ? memory.written() + "\n" : render_listed(memory, page);
                         });
  if (!listed) return kFailed;
  if (*listed > 0) return kDone;
  session.terminal.say(actions ? "No such actions." : "No such memories.");
  return kFailed;
}

int run_speakers(const Session& session) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  api::Request request{.method = "GET", .path = "/api/v2/speakers"};
  if (const auto project = session.arguments.value("--project")) request.parameters["project"] = *project;
  const auto reply = client->send(request);
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  const auto list = Json::parse(reply->body);
  if (session.arguments.has("--json")) {
    session.print_verbatim(*reply);
    return list && !(*list)["speakers"].items().empty() ? kDone : kFailed;
  }
  std::string text;
  const Page page = page_of(session);
  for (const Json& speaker : list ? (*list)["speakers"].items() : std::vector<Json>{}) {
    text += page.palette(Style::bold, cell(page, harmless(speaker["name"].text()), 28)) + "  " +
            page.palette(Style::dim,
                         std::format("{} · {} · {} · {}", count_of(speaker["meetings"].integer_or(0), "meeting"),
                                     count_of(speaker["turns"].integer_or(0), "turn"),
                                     count_of(speaker["memories"].integer_or(0), "memory", "memories"),
                                     harmless(speaker["project"].text()))) +
            "\n";
  }
  if (text.empty()) {
    session.terminal.say("No speakers.");
    return kFailed;
  }
  session.terminal.print(text);
  return kDone;
}

int run_rename(const Session& session, bool merge) {
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const std::string& from = session.arguments.words[0];
  const std::string& to = session.arguments.words[1];
  const JsonObject body =
      JsonObject().add("project", session.project()).add("from", from).add("to", to).flag("merge", merge);
  const auto done = session.answer(
      *client,
      {.method = "PATCH", .path = "/api/v2/speakers", .content_type = "application/json", .body = body.text()});
  if (!done) return kFailed;
  session.terminal.print(
      std::format("{} is now {}\n", harmless((*done)["from"].text()), harmless((*done)["to"].text())));
  return kDone;
}

int run_edit(const Session& session, std::string_view field) {
  const auto& words = session.arguments.words;
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto meeting = find_meeting(*client, words[0], session.arguments.value("--project"));
  if (!meeting) return session.refuse(meeting.error());
  const auto done = session.answer(*client, {.method = "PATCH",
                                             .path = "/api/v2/meetings/" + meeting->id,
                                             .content_type = "application/json",
                                             .body = JsonObject().add(field, words[1]).text()});
  if (!done) return kFailed;
  const std::string now = field == "started_at"
                              ? "dated " + (*done)["started_at"].text()
                              : (field == "project" ? "in project \"" : "called \"") + harmless(words[1]) + "\"";
  session.terminal.print(std::format("\"{}\" is now {}\n", harmless(meeting->title), now));
  return kDone;
}

}  // namespace hebb::cli
