// The table of docs/quality.md: QMSum train and val asked with the ranking as it is, with parts of it taken away, and
// with plain baselines; the questions on one fact; int8 against fp32. Figures are the black-box judge's
// (recall/judgement.h), intervals 95 % by bootstrap over meetings.
//
//   hebb_quality_bench [--qmsum DIR] [--data-dir DIR] [--only val|train|captions|scale [--grow MEMORIES]]
//   hebb_quality_bench … --json FILE    only the figures of val, for bench/quality --check
//
// Meetings are imported once through the engine into stores below the data directory, which are kept.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <optional>
#include <print>
#include <span>
#include <string>
#include <vector>

#include "bench/bootstrap.h"
#include "bench/quality_collection.h"

namespace hebb::bench {
namespace {

namespace fs = std::filesystem;
using Answers = Collection::Answers;

struct Column {
  const char* name;
  double Figures::* value;
};
constexpr Column kWithin[] = {{"R@500", &Figures::recall_500},   {"R@1000", &Figures::recall_1000},
                              {"R@2000", &Figures::recall_2000}, {"nDCG@10", &Figures::ndcg_10},
                              {"P@10", &Figures::precision_10},  {"MRR", &Figures::mrr}};
constexpr Column kAcross[] = {{"R@500", &Figures::recall_500},   {"R@1000", &Figures::recall_1000},
                              {"R@2000", &Figures::recall_2000}, {"nDCG@10", &Figures::ndcg_10},
                              {"P@10", &Figures::precision_10},  {"MRR", &Figures::mrr},
                              {"hit@1", &Figures::hit_1}};

std::span<const Column> columns(bool across) {
  return across ? std::span<const Column>(kAcross) : std::span<const Column>(kWithin);
}

RankingParameters plain(float lexical) {
  RankingParameters p{.lexical = lexical, .context = 0, .speaker = 0, .meeting_of_speaker = 0, .type = 0};
  p.best = p.meeting_lexical = p.meeting_speaker = p.meeting_named = 0;
  return p;
}

template <class Change>
RankingParameters changed(Change change) {
  RankingParameters p;
  change(p);
  return p;
}

const std::vector<System>& baselines() {
  static const std::vector<System> systems{
      {.name = "BM25", .parameters = plain(1), .activation = false, .reads = false, .focus = false},
      {.name = "dense", .parameters = plain(0), .activation = false, .reads = false, .focus = false},
      {.name = "hybrid .7 / .3", .parameters = plain(0.3f), .activation = false, .reads = false, .focus = false},
      {.name = "direct list, h", .activation = false},
      {.name = "**results, F**"}};
  return systems;
}

// What is taken away, in F where `activation`, else in h.
std::vector<System> ablations(bool activation) {
  std::vector<System> systems{
      {.name = "context vectors", .parameters = changed([](auto& p) { p.context = 0; })},
      {.name = "speakers", .parameters = changed([](auto& p) {
                             p.speaker = p.meeting_of_speaker = p.share_weight = p.near_weight = p.meeting_speaker = 0;
                           })},
      {.name = "meeting prior",
       .parameters = changed([](auto& p) { p.best = p.meeting_lexical = p.meeting_speaker = p.meeting_named = 0; })},
      {.name = "focus", .focus = false},
      {.name = "words (BM25, coverage)",
       .parameters = changed([](auto& p) { p.lexical = p.meeting_lexical = p.coverage_weight = 0; })},
      {.name = "all reading", .reads = false, .focus = false}};
  if (activation) {
    systems.insert(systems.begin(),
                   {{.name = "activation (chain and gist)", .parameters = changed([](auto& p) {
                                                              const Reach nowhere{.forward = 1e-3f, .backward = 1e-3f};
                                                              p.discussion = p.jumping_discussion = nowhere;
                                                              p.gist_weight = 0;
                                                            })},
                    {.name = "gist", .parameters = changed([](auto& p) { p.gist_weight = 0; })},
                    {.name = "coverage", .parameters = changed([](auto& p) { p.coverage_weight = 0; })}});
  }
  for (System& system : systems) system.activation = activation;
  return systems;
}

// ".539": a figure of 0 to 1 as the tables write it.
std::string figure(double value, bool sign = false) {
  std::string text = std::format("{:.3f}", std::abs(value));
  if (text.starts_with('0')) text.erase(0, 1);
  const bool nothing = text == ".000";
  if (value < 0 && !nothing) return "−" + text;
  return sign && !nothing ? "+" + text : text;
}

std::vector<double> values(const Answers& answers, double Figures::* value) {
  std::vector<double> out;
  for (const Figures& one : answers.figures) out.push_back(one.*value);
  return out;
}

std::string cell(const Answers& answers, double Figures::* value) {
  const Interval interval = bootstrap(values(answers, value), answers.meetings);
  return std::format("{} [{}, {}]", figure(interval.mean), figure(interval.low), figure(interval.high));
}

Interval difference(const Answers& answers, const Answers& base, double Figures::* value) {
  std::vector<double> differences = values(answers, value);
  const std::vector<double> from = values(base, value);
  for (std::size_t i = 0; i < differences.size(); ++i) differences[i] -= from[i];
  return bootstrap(differences, answers.meetings);
}

// Bold where the interval leaves 0 out.
std::string difference_cell(const Answers& answers, const Answers& base, double Figures::* value) {
  const Interval interval = difference(answers, base, value);
  const std::string text =
      std::format("{} [{}, {}]", figure(interval.mean, true), figure(interval.low, true), figure(interval.high, true));
  return interval.low > 0 || interval.high < 0 ? "**" + text + "**" : text;
}

void head(const std::string& first, std::span<const Column> columns) {
  std::string names = "| " + first + " |", rule = "| --- |";
  for (const Column& column : columns) {
    names += std::format(" {} |", column.name);
    rule += " --- |";
  }
  std::println("\n{}\n{}", names, rule);
}

void row(const std::string& name, const Answers& answers, std::span<const Column> columns) {
  std::string line = "| " + name + " |";
  for (const Column& column : columns) line += " " + cell(answers, column.value) + " |";
  std::println("{}", line);
  std::fflush(stdout);
}

void difference_row(const std::string& name, const Answers& answers, const Answers& base,
                    std::span<const Column> columns) {
  std::string line = "| " + name + " |";
  for (const Column& column : columns) line += " " + difference_cell(answers, base, column.value) + " |";
  std::println("{}", line);
  std::fflush(stdout);
}

void ablation_table(Collection& collection, const std::string& title, bool across, bool activation) {
  const System& whole = baselines()[activation ? 4 : 3];
  const Answers base = collection.ask(whole, collection.questions(), across);
  head(std::format("{}: {} without", title, activation ? "F" : "h"), columns(across));
  for (const System& system : ablations(activation)) {
    if (!across && system.name == "meeting prior") continue;  // one meeting has nothing to choose from
    difference_row(system.name, collection.ask(system, collection.questions(), across), base, columns(across));
  }
}

std::string scope_of(bool across) {
  return across ? "across meetings" : "within one meeting";
}

void system_table(Collection& collection, const std::string& name, bool across) {
  const Answers first = collection.ask(baselines().back(), collection.questions(), across);
  head(std::format("{}, {} ({} questions)", name, scope_of(across), first.figures.size()), columns(across));
  for (const System& system : baselines()) {
    row(system.name, collection.ask(system, collection.questions(), across), columns(across));
  }
}

void pinpoint_table(Collection& collection) {
  const auto questions = collection.pinpoint(HEBB_SOURCE_DIR "/bench/data/pinpoint_val.json");
  // Not nDCG: a turn of several memories can make more of them relevant than the ideal has.
  constexpr Column kColumns[] = {{"MRR", &Figures::mrr}, {"R@500", &Figures::recall_500}};
  for (const bool across : {false, true}) {
    head(std::format("one fact, {} ({} questions)", scope_of(across), questions.size()), kColumns);
    std::vector<Answers> all;
    for (const System& system : baselines()) {
      all.push_back(collection.ask(system, questions, across));
      row(system.name, all.back(), kColumns);
    }
    difference_row("F − h, paired", all[4], all[3], kColumns);
  }
}

void write_json(Collection& collection, const fs::path& file) {
  std::ofstream out(file);
  out << "{";
  bool first = true;
  for (const auto& [system, list] : {std::pair{&baselines()[4], "results"}, {&baselines()[3], "direct"}}) {
    for (const bool across : {false, true}) {
      const Answers answers = collection.ask(*system, collection.questions(), across);
      out << (first ? "" : ",") << std::format("\n\"{} {}\": {{", list, across ? "corpus" : "meeting");
      first = false;
      bool first_column = true;
      for (const Column& column : kAcross) {
        double sum = 0;
        for (const double value : values(answers, column.value)) sum += value;
        out << (first_column ? "" : ", ")
            << std::format("\"{}\": {:.6f}", column.name, sum / static_cast<double>(answers.figures.size()));
        first_column = false;
      }
      out << "}";
    }
  }
  out << "\n}\n";
}

struct Arguments {
  fs::path qmsum = [] {
    const char* set = std::getenv("HEBB_DATA");
    return fs::path(set != nullptr ? set : HEBB_SOURCE_DIR "/../shared") / "qmsum";
  }();
  fs::path data_dir = fs::temp_directory_path() / "hebb-quality";
  std::string only;
  std::size_t grow_to = 0;
  fs::path json;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--qmsum") {
      arguments.qmsum = value;
    } else if (name == "--data-dir") {
      arguments.data_dir = value;
    } else if (name == "--only" && (value == "val" || value == "train" || value == "scale" || value == "captions")) {
      arguments.only = value;
    } else if (name == "--grow" && !value.empty() && value.find_first_not_of("0123456789") == value.npos) {
      arguments.grow_to = std::stoul(std::string(value));
    } else if (name == "--json") {
      arguments.json = value;
    } else {
      std::println(
          stderr,
          "hebb_quality_bench [--qmsum DIR] [--data-dir DIR] [--only val|train|captions|scale [--grow MEMORIES]] | "
          "--json FILE");
      std::exit(2);
    }
  }
  return arguments;
}

void ablation_tables(Collection& collection, const std::string& name, bool activation) {
  for (const bool across : {false, true}) {
    ablation_table(collection, std::format("{}, {}", name, across ? "across" : "within"), across, activation);
  }
}

void judge_val(Collection& val, const Arguments& arguments) {
  std::println("val: {} meetings, {} memories, {}", val.meetings(), val.memories(), val.precision());
  for (const bool across : {false, true}) system_table(val, "val", across);
  for (const bool activation : {true, false}) ablation_tables(val, "val", activation);
  pinpoint_table(val);
  Collection full({.meetings = arguments.qmsum / "val",
                   .data_dir = arguments.data_dir / "val-fp32",
                   .precision = EncoderOptions::Precision::fp32});
  for (const bool across : {false, true}) {
    head(std::format("int8 − fp32, paired, val, {}", across ? "across" : "within"), columns(across));
    for (const System& system : baselines()) {
      difference_row(system.name, val.ask(system, val.questions(), across), full.ask(system, full.questions(), across),
                     columns(across));
    }
  }
}

// The same meetings as captions: most transcripts come so.
void judge_captions(const Arguments& arguments) {
  constexpr std::size_t kWords = 10;
  Collection captions(
      {.meetings = arguments.qmsum / "val", .data_dir = arguments.data_dir / "val-captions", .caption_words = kWords});
  std::println("\nval as captions of {} words: {} meetings, {} memories, {}", kWords, captions.meetings(),
               captions.memories(), captions.precision());
  for (const bool across : {false, true}) system_table(captions, "val as captions", across);
}

void judge_train(Collection& train) {
  std::println("\ntrain: {} meetings, {} memories, {}; across: every 4th meeting", train.meetings(), train.memories(),
               train.precision());
  for (const bool across : {false, true}) system_table(train, "train", across);
  ablation_tables(train, "train", true);
}

// What is lost where not every memory of the scope is scored: all questions of train against all of its meetings.
// Of a grown collection every so many questions only, or it takes hours.
void scale_table(const Arguments& arguments) {
  Collection whole({.meetings = arguments.qmsum / "train",
                    .data_dir = arguments.data_dir / "train-int8",
                    .grow_to = arguments.grow_to});
  constexpr std::size_t kAffordable = 60'000;  // memories for each of train's questions
  const std::size_t step = 1 + whole.memories() / kAffordable;
  std::vector<MarkedQuestion> questions;
  for (std::size_t i = 0; i < whole.questions().size(); i += step) questions.push_back(whole.questions()[i]);
  head(std::format("by candidates − all scored, paired, train, {} questions across {} memories", questions.size(),
                   whole.memories()),
       kAcross);
  for (const bool activation : {true, false}) {
    const System exact{.name = activation ? "F" : "direct list", .activation = activation, .exact_scope = SIZE_MAX};
    System chosen = exact;
    chosen.exact_scope = 0;
    difference_row(exact.name, whole.ask(chosen, questions, true), whole.ask(exact, questions, true), kAcross);
  }
}

// Beside F the hybrid, of which nothing was learnt: what it loses too is that val's questions are harder.
void gap_table(Collection& train, Collection& val) {
  head("train, val, gap", kAcross);
  for (const bool across : {false, true}) {
    for (const System* system : {&baselines()[2], &baselines()[4]}) {
      const Answers on_train = train.ask(*system, train.questions(), across);
      const Answers on_val = val.ask(*system, val.questions(), across);
      std::string line = std::format("| {}, {} |", system->name, across ? "across" : "within");
      for (const Column& column : kAcross) {
        const double a = bootstrap(values(on_train, column.value), on_train.meetings).mean;
        const double b = bootstrap(values(on_val, column.value), on_val.meetings).mean;
        line += std::format(" {}, {}, {} |", figure(a), figure(b), figure(b - a, true));
      }
      std::println("{}", line);
    }
  }
}

void run(const Arguments& arguments) {
  std::optional<Collection> val, train;
  if (arguments.only == "scale") return scale_table(arguments);
  if (arguments.only == "captions") return judge_captions(arguments);
  if (arguments.only != "train") {
    val.emplace(Collection::Options{.meetings = arguments.qmsum / "val", .data_dir = arguments.data_dir / "val-int8"});
    if (!arguments.json.empty()) return write_json(*val, arguments.json);
    judge_val(*val, arguments);
  }
  if (arguments.only != "val") {
    train.emplace(Collection::Options{
        .meetings = arguments.qmsum / "train", .data_dir = arguments.data_dir / "train-int8", .every = 4});
    judge_train(*train);
    scale_table(arguments);
  }
  if (!val || !train) return;
  gap_table(*train, *val);
  judge_captions(arguments);
}

}  // namespace
}  // namespace hebb::bench

int main(int argc, char** argv) {
  hebb::bench::run(hebb::bench::parse(argc, argv));
}
