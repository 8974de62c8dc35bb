// hebb eval: asks a file of questions and judges both lists by the passages that were expected.
#include <algorithm>
#include <format>
#include <map>
#include <set>

#include "cli/questions_file.h"
#include "cli/render.h"
#include "cli/session.h"
#include "cli/sources.h"
#include "recall/judgement.h"

namespace hebb::cli {
namespace {

// The most that a query gives of either list.
constexpr std::int64_t kResults = 100;
constexpr std::int64_t kDirect = 50;
constexpr std::size_t kWorst = 10;
constexpr std::size_t kQuoteColumns = 72;

struct Column {
  const char* name;
  double Figures::* value;
};
constexpr Column kColumns[] = {{"R@500", &Figures::recall_500},
                               {"R@1000", &Figures::recall_1000},
                               {"nDCG@10", &Figures::ndcg_10},
                               {"MRR", &Figures::mrr},
                               {"hit@1", &Figures::hit_1}};

struct Place {
  std::string meeting;  // its id
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

struct Judged {
  const MarkedQuestion* question;
  std::vector<Place> expected;
  Figures results;
  Figures direct;
  Json first;  // of `results`
};

Result<Json> ask(Client& client, const api::Request& request) {
  const auto reply = client.send(request);
  if (!reply) return std::unexpected(reply.error());
  const auto json = Json::parse(reply->body);
  if (reply->status >= 400 || !json) return fail(ErrorCode::invalid_argument, refusal_text(*reply));
  return *json;
}

Place place_of(const Json& memory) {
  const auto turns = memory["metadata"]["turns"].items();
  const auto turn = [&](std::size_t i) {
    return i < turns.size() ? static_cast<std::uint32_t>(turns[i].integer_or(0)) : 0;
  };
  return {.meeting = memory["metadata"]["meeting_id"].text(), .first = turn(0), .last = turn(1)};
}

class Evaluation {
 public:
  Evaluation(Client& client, const Arguments& arguments)
      : client_(client), project_(arguments.value("--project")), within_(arguments.has("--within")) {}

  Result<Judged> judged(const MarkedQuestion& question) {
    Judged judged{.question = &question};
    for (const ExpectedPassage& passage : question.expected) {
      auto place = passage.meeting.empty() ? memory(passage.memory) : turns(passage);
      if (!place) return std::unexpected(place.error());
      judged.expected.push_back(std::move(*place));
    }
    const auto relevant = relevant_turns(judged.expected);
    if (!relevant) return std::unexpected(relevant.error());
    JsonObject body;
    body.add("query", question.query).add("limit", kResults).add("limit_per_level", kDirect);
    body.flag("enable_bridges", false).raw("filters", filters(judged));
    const auto reply = ask(
        client_, {.method = "POST", .path = "/api/v2/query", .content_type = "application/json", .body = body.text()});
    if (!reply) return std::unexpected(reply.error());
    const auto results = (*reply)["results"].items();
    judged.results = judge(passages(results), *relevant);
    judged.direct = judge(passages((*reply)["direct_results"]["2"].items()), *relevant);
    if (!results.empty()) judged.first = results.front();
    return judged;
  }

  std::string title(const std::string& meeting) const {
    const auto found = titles_.find(meeting);
    return found == titles_.end() ? meeting.substr(0, 8) : found->second;
  }
  std::size_t meetings() const { return expected_meetings_.size(); }

 private:
  Result<Place> turns(const ExpectedPassage& passage) {
    auto known = by_name_.find(passage.meeting);
    if (known == by_name_.end()) {
      auto meeting = find_meeting(client_, passage.meeting, project_);
      if (!meeting) return std::unexpected(meeting.error());
      titles_[meeting->id] = meeting->title;
      known = by_name_.emplace(passage.meeting, std::move(meeting->id)).first;
    }
    return Place{.meeting = known->second, .first = passage.first, .last = passage.last};
  }

  Result<Place> memory(const std::string& id) {
    if (!memories_read_) {
      if (auto read = read_memories(); !read) return std::unexpected(read.error());
    }
    const auto found = memories_.find(id);
    if (found == memories_.end()) return fail(ErrorCode::not_found, std::format("no memory has the id {}", id));
    return found->second;
  }

  // The interface gives memories a meeting at a time.
  Result<void> read_memories() {
    std::vector<std::string> ids;
    const auto visited = each_meeting(client_, project_, [&](const Json& meeting) {
      ids.push_back(meeting["meeting_id"].text());
      titles_[ids.back()] = meeting["title"].text();
      return true;
    });
    if (!visited) return visited;
    for (const std::string& id : ids) {
      api::Request request{
          .method = "GET", .path = "/api/v2/memories", .parameters = {{"meeting", id}, {"limit", "1000"}}};
      do {
        const auto list = ask(client_, request);
        if (!list) return std::unexpected(list.error());
        for (const Json& one : (*list)["memories"].items()) memories_.emplace(one["memory_id"].text(), place_of(one));
        request.parameters["cursor"] = (*list)["next"].text();
      } while (!request.parameters["cursor"].empty());
    }
    memories_read_ = true;
    return {};
  }

  Result<std::vector<RelevantTurn>> relevant_turns(const std::vector<Place>& places) {
    std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> words;
    for (const Place& place : places) {
      const auto transcript =
          ask(client_, {.method = "GET",
                        .path = "/api/v2/meetings/" + place.meeting + "/transcript",
                        .parameters = {{"first", std::to_string(place.first)}, {"last", std::to_string(place.last)}}});
      if (!transcript) return std::unexpected(transcript.error());
      const auto total = (*transcript)["total_turns"].integer_or(0);
      if (place.last >= total) {
        return fail(ErrorCode::not_found,
                    std::format("\"{}\" has turns 0 to {}, no turn {}", title(place.meeting), total - 1, place.last));
      }
      expected_meetings_.insert(place.meeting);
      for (const Json& turn : (*transcript)["turns"].items()) {
        const auto number = static_cast<std::uint32_t>(turn["number"].integer_or(0));
        words[{number_of(place.meeting), number}] = judged_words(turn["text"].text());
      }
    }
    std::vector<RelevantTurn> relevant;
    relevant.reserve(words.size());
    for (const auto& [at, count] : words) {
      relevant.push_back({.meeting = at.first, .turn = at.second, .words = count});
    }
    return relevant;
  }

  std::string filters(const Judged& judged) const {
    JsonObject filters;
    bool project = false, meetings = false;
    for (const auto& [name, value] : judged.question->filters.members()) {
      filters.raw(name, value.written());
      project |= name == "project";
      meetings |= name == "meeting_ids";
    }
    if (project_ && !project) filters.add("project", *project_);
    if (within_ && !meetings && !judged.expected.empty()) {
      std::set<std::string> ids;
      for (const Place& place : judged.expected) ids.insert(place.meeting);
      filters.add("meeting_ids", std::vector<std::string>(ids.begin(), ids.end()));
    }
    return filters.text();
  }

  std::vector<RankedPassage> passages(const std::vector<Json>& results) {
    std::vector<RankedPassage> ranked;
    for (const Json& result : results) {
      const Place place = place_of(result);
      ranked.push_back({.meeting = number_of(place.meeting),
                        .first_turn = place.first,
                        .last_turn = place.last,
                        .words = judged_words(result["content"].text())});
    }
    return ranked;
  }

  std::size_t number_of(const std::string& meeting) { return numbers_.emplace(meeting, numbers_.size()).first->second; }

  Client& client_;
  std::optional<std::string> project_;
  bool within_;
  std::map<std::string, std::string> by_name_;  // a meeting as the file names it -> id
  std::map<std::string, std::string> titles_;   // by id
  std::map<std::string, std::size_t> numbers_;  // by id
  std::map<std::string, Place> memories_;       // by id
  std::set<std::string> expected_meetings_;
  bool memories_read_ = false;
};

Figures mean_of(const std::vector<Judged>& all, Figures Judged::* list) {
  Figures mean;
  for (const Column& column : kColumns) {
    for (const Judged& one : all) mean.*column.value += (one.*list).*column.value;
    mean.*column.value /= static_cast<double>(all.size());
  }
  return mean;
}

std::string json_of(const Figures& figures) {
  JsonObject object;
  for (const Column& column : kColumns) object.raw(column.name, std::format("{:.4f}", figures.*column.value));
  return object.text();
}

std::string report_json(const std::vector<Judged>& all) {
  std::string questions;
  for (const Judged& one : all) {
    questions += (questions.empty() ? "" : ",") + JsonObject()
                                                      .add("line", static_cast<std::int64_t>(one.question->line))
                                                      .add("query", one.question->query)
                                                      .raw("results", json_of(one.results))
                                                      .raw("direct", json_of(one.direct))
                                                      .text();
  }
  return JsonObject()
             .raw("results", json_of(mean_of(all, &Judged::results)))
             .raw("direct", json_of(mean_of(all, &Judged::direct)))
             .raw("questions", "[" + questions + "]")
             .text() +
         "\n";
}

std::string table(const std::vector<Judged>& all) {
  std::string text = std::format("{:8}", "");
  for (const Column& column : kColumns) text += std::format("{:>9}", column.name);
  for (const auto& [name, list] : {std::pair{"results", &Judged::results}, {"direct", &Judged::direct}}) {
    const Figures mean = mean_of(all, list);
    text += std::format("\n{:8}", name);
    for (const Column& column : kColumns) text += std::format("{:9.3f}", mean.*column.value);
  }
  return text + "\n";
}

std::string turns_text(const Evaluation& evaluation, const Place& place) {
  const std::string turns = place.first == place.last ? std::format("turn {}", place.first)
                                                      : std::format("turns {}–{}", place.first, place.last);
  return std::format("{}, {}", harmless(evaluation.title(place.meeting)), turns);
}

// Those that found least, with what was expected and what came first.
std::string worst_questions(const Evaluation& evaluation, std::vector<Judged> all, const Palette& palette) {
  std::ranges::stable_sort(all, {}, [](const Judged& one) { return one.results.recall_1000 + one.results.mrr; });
  std::erase_if(all, [](const Judged& one) { return one.results.recall_1000 > 0.999 && one.results.mrr == 1; });
  if (all.empty()) return "";
  all.resize(std::min(all.size(), kWorst));
  std::string text = "\n" + palette(Style::bold, "worst questions") + "\n";
  for (const Judged& one : all) {
    text += std::format("line {}  R@1000 {:.3f}  MRR {:.3f}  {}\n", one.question->line, one.results.recall_1000,
                        one.results.mrr, harmless(one.question->query));
    for (const Place& place : one.expected) text += "    expected  " + turns_text(evaluation, place) + "\n";
    if (!one.first.present()) {
      text += "    nothing was found\n";
      continue;
    }
    Place place = place_of(one.first);
    text += std::format("    first     {}, turn {}: “{}”\n", harmless(one.first["metadata"]["meeting_title"].text()),
                        place.first, clipped(harmless(one.first["content"].text()), kQuoteColumns));
  }
  return text;
}

}  // namespace

int run_eval(const Session& session) {
  const std::string& file = session.arguments.words.front();
  const std::string name = file == "-" ? "standard input" : file;
  const auto bytes = read_source(file);
  if (!bytes) return session.refuse(bytes.error());
  const auto questions = parse_questions(*bytes, name);
  if (!questions) {
    for (const std::string& error : questions.error()) session.refuse(Error{ErrorCode::invalid_argument, error});
    return kFailed;
  }
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  Evaluation evaluation(*client, session.arguments);
  std::vector<Judged> all;
  for (const MarkedQuestion& question : *questions) {
    session.terminal.progress(std::format("{} of {}", all.size() + 1, questions->size()));
    auto judged = evaluation.judged(question);
    if (!judged) {
      session.terminal.clear_progress();
      return session.refuse(
          Error{judged.error().code, std::format("{}, line {}: {}", name, question.line, judged.error().message)});
    }
    all.push_back(std::move(*judged));
  }
  session.terminal.clear_progress();
  if (session.arguments.has("--json")) {
    session.terminal.print(report_json(all));
    return kDone;
  }
  std::string text = std::format("{}, answered in {}\n", count_of(std::ssize(all), "question"),
                                 count_of(static_cast<std::int64_t>(evaluation.meetings()), "meeting"));
  text += table(all);
  if (session.arguments.has("--verbose")) text += worst_questions(evaluation, all, session.terminal.out());
  session.terminal.print(text);
  return kDone;
}

}  // namespace hebb::cli
