#include "bench/quality_collection.h"

#include <yyjson.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <format>
#include <fstream>
#include <print>
#include <set>
#include <sstream>
#include <utility>

#include "bench/grown_store.h"
#include "bench/must.h"
#include "engine/engine.h"
#include "store/sqlite/sqlite_store.h"
#include "text/normalise.h"
#include "vector/hnsw_index.h"

namespace hebb::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProject = "qmsum-eval";
// The black-box judge asks for so many.
constexpr std::size_t kResults = 100;

class Document {
 public:
  explicit Document(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    const std::string text = bytes.str();
    document_.reset(yyjson_read(text.data(), text.size(), 0));
    if (!document_) {
      std::println(stderr, "{} is not JSON", file.string());
      std::exit(1);
    }
  }
  yyjson_val* root() const { return yyjson_doc_get_root(document_.get()); }

 private:
  struct Free {
    void operator()(yyjson_doc* document) const { yyjson_doc_free(document); }
  };
  std::unique_ptr<yyjson_doc, Free> document_;
};

std::string text_of(yyjson_val* object, const char* key) {
  const char* text = yyjson_get_str(yyjson_obj_get(object, key));
  return text != nullptr ? text : "";
}

// QMSum writes turn numbers as text.
std::uint32_t turn_of(yyjson_val* value) {
  if (yyjson_is_uint(value)) return static_cast<std::uint32_t>(yyjson_get_uint(value));
  const std::string_view text = yyjson_is_str(value) ? yyjson_get_str(value) : "";
  std::uint32_t turn = 0;
  std::from_chars(text.data(), text.data() + text.size(), turn);
  return turn;
}

std::string trimmed(std::string text) {
  const auto blank = [](unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  text.erase(text.begin(), std::ranges::find_if_not(text, blank));
  while (!text.empty() && blank(static_cast<unsigned char>(text.back()))) text.pop_back();
  if (text.size() > 1000) text.resize(1000);
  return text;
}

std::unique_ptr<Encoder> load_encoder(EncoderOptions::Precision precision) {
  EncoderOptions options{.precision = precision};
  const char* set = std::getenv("MODEL_PATH");
  options.model = set != nullptr ? fs::path(set) : must(find_model(), "model");
  return must(Encoder::load(options), "model");
}

std::vector<Turn> turns_of(yyjson_val* meeting) {
  std::vector<Turn> turns;
  std::size_t i = 0, count = 0;
  yyjson_val* turn = nullptr;
  yyjson_arr_foreach(yyjson_obj_get(meeting, "meeting_transcripts"), i, count, turn) {
    turns.push_back({.speaker = text_of(turn, "speaker"), .text = text_of(turn, "content")});
  }
  return turns;
}

// Turns as captions cut them: two and a half words a second, one right behind the other.
struct Captions {
  std::vector<Turn> list;
  std::vector<std::uint32_t> turns;  // that each is cut from
};

Captions captions_of(const std::vector<Turn>& turns, std::size_t most_words) {
  constexpr Milliseconds kWord{400};
  Captions captions;
  Milliseconds now{0};
  for (std::uint32_t number = 0; number < turns.size(); ++number) {
    std::istringstream in(turns[number].text);
    std::string text, word;
    std::size_t words = 0;
    const auto close = [&] {
      if (words == 0) return;
      const Milliseconds end = now + kWord * static_cast<std::int64_t>(words);
      captions.list.push_back(
          {.speaker = turns[number].speaker, .start = now, .end = end, .text = std::exchange(text, {})});
      captions.turns.push_back(number);
      now = end;
      words = 0;
    };
    while (in >> word) {
      text += (words == 0 ? "" : " ") + word;
      if (++words == most_words) close();
    }
    close();
  }
  return captions;
}

}  // namespace

Collection::Collection(const Options& options) : every_(options.every), encoder_(load_encoder(options.precision)) {
  import(options);
  index(options);
}

void Collection::import(const Options& options) {
  std::vector<fs::path> files;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(options.meetings, missing)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  if (files.empty()) {
    std::println(stderr, "no meetings in {}; set HEBB_DATA", options.meetings.string());
    std::exit(1);
  }
  fs::create_directories(options.data_dir);
  const auto engine = must(Engine::open(must(open_sqlite_store({.file = options.data_dir / "hebb.db"}), "store"),
                                        [] { return Result<std::unique_ptr<VectorIndex>>(make_hnsw_index()); },
                                        load_encoder(options.precision), {.background = false}),
                           "engine");
  for (const fs::path& file : files) {
    const Document document(file);
    std::vector<Turn> turns = turns_of(document.root());
    auto& words = turn_words_.emplace_back();
    for (const Turn& turn : turns) words.push_back(judged_words(turn.text));
    const std::size_t meeting = ids_.size();
    std::size_t i = 0, count = 0, s = 0, spans = 0;
    yyjson_val *question = nullptr, *span = nullptr;
    yyjson_arr_foreach(yyjson_obj_get(document.root(), "specific_query_list"), i, count, question) {
      std::set<std::uint32_t> relevant;
      yyjson_arr_foreach(yyjson_obj_get(question, "relevant_text_span"), s, spans, span) {
        const std::uint32_t last = turn_of(yyjson_arr_get(span, 1));
        for (std::uint32_t t = turn_of(yyjson_arr_get(span, 0)); t <= last && t < words.size(); ++t) relevant.insert(t);
      }
      MarkedQuestion one{.meeting = meeting, .text = trimmed(text_of(question, "query"))};
      for (const auto t : relevant) one.relevant.push_back({.meeting = meeting, .turn = t, .words = words[t]});
      if (!one.relevant.empty() && !one.text.empty()) questions_.push_back(std::move(one));
    }
    names_.push_back(file.stem().string());
    if (options.caption_words > 0) {
      Captions captions = captions_of(turns, options.caption_words);
      turns = std::move(captions.list);
      caption_turns_.push_back(std::move(captions.turns));
    }
    IngestRequest request{.transcript = std::move(turns), .title = names_.back(), .project = std::string(kProject)};
    ids_.push_back(must(engine->ingest(request, {}), "ingest").meeting_id);
  }
}

void Collection::index(const Options& options) {
  fs::path file = options.data_dir / "hebb.db";
  if (options.grow_to > 0) {
    const fs::path grown = options.data_dir / std::format("grown-{}.db", options.grow_to);
    grow_store(file, grown, options.grow_to);
    file = grown;
  }
  const auto store = must(open_sqlite_store({.file = file}), "store");
  std::unordered_map<MeetingId, std::size_t> numbers;
  for (std::size_t i = 0; i < ids_.size(); ++i) numbers.emplace(ids_[i], i);
  must(store->scan({.vectors = false, .connections = false},
                   [&](StoredMeeting&& stored) -> Result<void> {
                     for (const Memory& memory : stored.memories) {
                       if (memory.level != Level::episode) continue;
                       const auto original = numbers.find(memory.meeting);
                       const std::size_t meeting = original == numbers.end() ? ids_.size() : original->second;
                       const auto judged = [&](std::uint32_t turn) {
                         return meeting < caption_turns_.size() ? caption_turns_[meeting].at(turn) : turn;
                       };
                       words_.emplace(memory.id, RankedPassage{.meeting = meeting,
                                                               .first_turn = judged(memory.first_turn),
                                                               .last_turn = judged(memory.last_turn),
                                                               .words = judged_words(memory.text)});
                     }
                     return {};
                   }),
       "scan");
  derived_ = must(build_derived(*store, make_hnsw_index()), "index");
  if (derived_->wants_fold()) {
    must(derived_->fold({}), "fold");
    derived_->publish_fold();
  }
}

std::vector<MarkedQuestion> Collection::pinpoint(const fs::path& file) const {
  const Document document(file);
  std::vector<MarkedQuestion> questions;
  std::size_t i = 0, count = 0, t = 0, turns = 0;
  yyjson_val *question = nullptr, *turn = nullptr;
  yyjson_arr_foreach(document.root(), i, count, question) {
    const auto name = std::ranges::find(names_, text_of(question, "meeting"));
    if (name == names_.end()) {
      std::println(stderr, "{}: no meeting {}", file.string(), text_of(question, "meeting"));
      std::exit(1);
    }
    const auto meeting = static_cast<std::size_t>(name - names_.begin());
    MarkedQuestion one{.meeting = meeting, .text = text_of(question, "query")};
    yyjson_arr_foreach(yyjson_obj_get(question, "turns"), t, turns, turn) {
      const std::uint32_t number = turn_of(turn);
      one.relevant.push_back({.meeting = meeting, .turn = number, .words = turn_words_[meeting].at(number)});
    }
    questions.push_back(std::move(one));
  }
  return questions;
}

const Collection::Encoded& Collection::encoded(const std::string& question, const MemoryFilter& scope) {
  // Which meetings a question names depends on the scope.
  std::string key = question;
  for (const MeetingId& id : scope.meetings) key += '\n' + id.text();
  if (const auto found = encoded_.find(key); found != encoded_.end()) return found->second;
  Encoded one{.reading = read_question(question, *derived_->view()->roster, scope, {})};
  one.vectors = must(encoder_->encode({question, one.reading.focus}), "encode");
  return encoded_.emplace(std::move(key), std::move(one)).first->second;
}

Collection::Answers Collection::ask(const System& system, const std::vector<MarkedQuestion>& questions, bool across) {
  const auto view = derived_->view();
  MemoryFilter everywhere{.project = std::string(kProject)};
  for (std::size_t i = 0; every_ > 1 && i < ids_.size(); i += every_) everywhere.meetings.push_back(ids_[i]);
  Answers answers;
  for (const MarkedQuestion& question : questions) {
    if (across && question.meeting % every_ != 0) continue;
    MemoryFilter scope{.project = std::string(kProject), .meetings = {ids_[question.meeting]}};
    if (across) scope = everywhere;
    const Encoded& known = encoded(question.text, scope);
    const std::span<const float> vectors(known.vectors);
    RecallQuery query{.vector = vectors.first(kSemanticDimension),
                      .reading = system.reads ? known.reading : QuestionReading{},
                      .results = kResults,
                      .activation = system.activation};
    if (system.focus) {
      query.focus = vectors.last(kSemanticDimension);
      query.reading.focus = known.reading.focus;
    } else {
      query.reading.focus = question.text;
    }
    query.terms = index_terms(query.reading.focus);
    query.filter = narrowed(scope, query.reading);
    const Recalled recalled = recall(*view, query, {.ranking = system.parameters, .exact_scope = system.exact_scope});
    std::vector<RankedPassage> ranked;
    for (const Scored& one : recalled.results) ranked.push_back(words_.at(view->catalog->memory(one.ordinal).id));
    answers.figures.push_back(judge(ranked, question.relevant));
    answers.meetings.push_back(question.meeting);
  }
  return answers;
}

}  // namespace hebb::bench
