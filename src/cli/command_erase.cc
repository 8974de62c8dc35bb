// hebb erase: meetings, a project, a period, or what one person said.
#include <algorithm>
#include <array>
#include <format>
#include <map>

#include "api/spaces.h"
#include "cli/loopback.h"
#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

// Says what would go, and asks. Nothing: go on.
std::optional<int> confirm(const Session& session, const std::string& what) {
  if (session.arguments.has("--yes")) return std::nullopt;
  if (!session.terminal.can_ask()) {
    return session.misuse("erasing cannot be taken back; --yes says that you mean it");
  }
  const std::string answer = session.terminal.ask(std::format("Erase {}? This cannot be taken back. [y/N] ", what));
  if (answer == "y" || answer == "Y" || answer == "yes") return std::nullopt;
  session.terminal.say("Nothing was erased.");
  return kFailed;
}

using Counts = std::array<std::int64_t, 4>;  // of meetings, turns, memories and corrections

std::string counts_text(const Counts& counts, bool dry_run) {
  const std::string lost = counts[3] == 0 ? "" : ", and " + count_of(counts[3], "correction") + " of what is left";
  return std::format("{} {}, {}, {}{}\n", dry_run ? "would erase" : "erased", count_of(counts[0], "meeting"),
                     count_of(counts[1], "turn"), count_of(counts[2], "memory", "memories"), lost);
}

constexpr std::string_view kTracesRemain =
    "traces of it stay in the files until what still reads the state before it, such as a backup, has ended, or until "
    "it could be recorded for backups; then hebb serve removes them within half a minute, else the next command that "
    "writes";

struct Erased {
  Counts counts{};
  bool traces_remain = false;
};

void add(const Json& reply, Erased& erased) {
  erased.counts[0] += reply["meetings"].integer_or(0);
  erased.counts[1] += reply["turns"].integer_or(0);
  erased.counts[2] += reply["memories"].integer_or(0);
  erased.counts[3] += reply["lost_corrections"].integer_or(0);
  erased.traces_remain = erased.traces_remain || reply["traces_remain"].truth();
}

struct Erasure {
  std::vector<std::string> paths;                 // to DELETE, one after the other
  std::map<std::string, std::string> parameters;  // of each
  std::string what;                               // for the question
};

// Names in paths are taken as they are, but as they are given here may have spaces around them.
std::string name_in(const std::string& word) {
  return std::string(api::without_spaces_around(word));
}

Erasure of_project(const Arguments& arguments, const std::string& given) {
  const std::string project = name_in(given);
  Erasure erasure;
  std::string when;
  for (const auto& [option, name] : {std::pair("--since", "since"), std::pair("--until", "until")}) {
    if (const auto moment = arguments.moment(option)) {
      erasure.parameters[name] = rfc3339(*moment);
      when += std::format(" {} {}", name, *arguments.value(option));
    }
  }
  if (const auto given_speaker = arguments.value("--speaker")) {
    const std::string speaker = name_in(*given_speaker);
    erasure.paths.push_back("/api/v2/speakers/" + speaker);
    erasure.what = std::format("what \"{}\" said in project \"{}\"{}", harmless(speaker), harmless(project), when);
  } else if (!when.empty()) {
    erasure.paths.emplace_back("/api/v2/meetings");
    erasure.what = std::format("the meetings of project \"{}\"{}", harmless(project), when);
  } else {
    erasure.paths.push_back("/api/v2/projects/" + project);
    erasure.what = std::format("all meetings of project \"{}\"", harmless(project));
    return erasure;
  }
  erasure.parameters["project"] = project;
  return erasure;
}

Result<Erasure> plan(const Arguments& arguments, Client& client) {
  const auto project = arguments.value("--project");
  if (arguments.words.empty()) return of_project(arguments, *project);
  Erasure erasure;
  for (const auto& name : arguments.words) {
    auto meeting = find_meeting(client, name, project);
    if (!meeting) return std::unexpected(meeting.error());
    std::string path = "/api/v2/meetings/" + meeting->id;
    if (std::ranges::contains(erasure.paths, path)) continue;
    erasure.paths.push_back(std::move(path));
    erasure.what += (erasure.what.empty() ? "" : ", ") + std::format("\"{}\"", harmless(meeting->title));
  }
  return erasure;
}

// What makes no sense together, or nothing.
std::optional<std::string> misuse(const Arguments& arguments) {
  const bool part = arguments.has("--speaker") || arguments.has("--since") || arguments.has("--until");
  if (!arguments.words.empty() && part) return "--speaker, --since and --until are for a --project, not for MEETING";
  if (arguments.words.empty() && !arguments.has("--project")) return "name what to erase: MEETING… or --project NAME";
  return std::nullopt;
}

}  // namespace

int run_erase(const Session& session) {
  const auto& arguments = session.arguments;
  if (const auto wrong = misuse(arguments)) return session.misuse(*wrong);
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  const auto erasure = plan(arguments, *client);
  if (!erasure) return session.refuse(erasure.error());
  const bool dry_run = arguments.has("--dry-run");
  if (!dry_run) {
    if (const auto stop = confirm(session, erasure->what)) return *stop;
  }
  const bool json = arguments.has("--json");
  const auto told = [&](const Erased& erased) {
    if (json) return;
    session.terminal.print(counts_text(erased.counts, dry_run));
    if (erased.traces_remain) session.tell(Talk::warning, kTracesRemain);
  };
  Erased erased;
  for (const auto& path : erasure->paths) {
    api::Request request{.method = "DELETE", .path = path, .parameters = erasure->parameters};
    if (dry_run) request.parameters["dry_run"] = "true";
    const auto reply = client->send(request);
    const bool good = reply && reply->status < 400;
    if (!good && erased.counts != Counts{}) told(erased);  // of those before it
    if (!good) return reply ? session.refuse(*reply) : session.refuse(reply.error());
    if (json) session.print_verbatim(*reply);
    if (const auto parsed = Json::parse(reply->body)) add(*parsed, erased);
  }
  told(erased);
  return kDone;
}

}  // namespace hebb::cli
