// What the utterance classifier gets right on MRDA val, and how fast it is.
//
//   hebb_extraction_bench                   the table and the targets; exit 1 when one is missed
//   hebb_extraction_bench --signals DIR     what tool/classifier/train learns from: train as the program hears it
//   hebb_extraction_bench --statements DIR TRANSCRIPT…
//                                           the same of the statements of meetings, for the outcome classifier
//
// Data: HEBB_DATA/mrda (default ../shared). Each utterance twice: "marks", as it is written, and "no marks", without
// question marks, exclamation marks and the final full stop, as most recorders write. Times are the thread's own
// processor time.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <print>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/must.h"
#include "bench/processor_clock.h"
#include "embed/encoder.h"
#include "extract/classifier.h"
#include "extract/heard.h"
#include "extract/outcome_signals.h"
#include "extract/statements.h"
#include "text/normalise.h"
#include "text/transcript.h"

namespace hebb::bench {
namespace {

namespace fs = std::filesystem;

struct Utterance {
  std::string speaker;
  std::string text;
  bool noise = false;
  bool question = false;
  bool action = false;
  bool idea = false;
};

// speaker|utterance|basic|general|full, see the data's README.
Utterance utterance_of(std::string_view line) {
  std::array<std::string_view, 5> field;
  for (auto& one : field) {
    const auto end = std::min(line.find('|'), line.size());
    one = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  const auto in = [](std::string_view label, std::initializer_list<std::string_view> labels) {
    return std::ranges::contains(labels, label);
  };
  return {.speaker = std::string(field[0]),
          .text = std::string(field[1]),
          .noise = in(field[2], {"B", "F", "D"}) || in(field[4], {"b", "bk", "fh", "fg", "h", "%"}),
          .question = field[2] == "Q",
          .action = in(field[4], {"cc", "co"}),
          .idea = field[4] == "cs"};
}

std::vector<Utterance> read_utterances(const fs::path& file) {
  std::ifstream in(file);
  if (!in) {
    std::println(stderr, "cannot read {}: set HEBB_DATA to the folder that holds mrda/", file.string());
    std::exit(2);
  }
  std::vector<Utterance> all;
  for (std::string line; std::getline(in, line);) all.push_back(utterance_of(line));
  return all;
}

std::string without_marks(std::string_view text) {
  std::string bare(without_final_marks(text));
  std::erase_if(bare, [](char letter) { return letter == '?' || letter == '!'; });
  return bare;
}

// The vectors of what the classifier wants encoded, a row an utterance; equal texts are encoded once.
std::vector<float> vectors_of(const Encoder& encoder, std::span<const Utterance> utterances) {
  std::map<std::string_view, std::size_t> place;
  std::vector<std::string_view> texts;
  for (const auto& one : utterances) {
    const auto text = without_final_marks(one.text);
    if (place.try_emplace(text, texts.size()).second) texts.push_back(text);
  }
  const auto distinct = must(encoder.encode(texts));
  std::vector<float> rows;
  rows.reserve(utterances.size() * kSemanticDimension);
  for (const auto& one : utterances) {
    const auto row =
        std::span(distinct).subspan(place.at(without_final_marks(one.text)) * kSemanticDimension, kSemanticDimension);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return rows;
}

std::vector<std::string> texts_of(std::span<const Utterance> utterances, bool marks) {
  std::vector<std::string> texts;
  for (const auto& one : utterances) texts.push_back(clean_text(marks ? one.text : without_marks(one.text)));
  return texts;
}

// Of utterances in their order, with their clean texts.
std::vector<Signals> signals_of_all(std::span<const Utterance> utterances, std::span<const std::string> texts,
                                    bool marks) {
  std::vector<Sentence> sentences;
  for (const auto& text : texts) sentences.push_back(read_sentence(text));
  std::vector<Signals> signals;
  for (std::size_t i = 0; i < utterances.size(); ++i) {
    const auto beside = [&](std::size_t other) {
      return Neighbour{&sentences[other], utterances[other].speaker == utterances[i].speaker};
    };
    signals.push_back(signals_of(sentences[i], {.before = i > 0 ? beside(i - 1) : Neighbour{},
                                                .after = i + 1 < utterances.size() ? beside(i + 1) : Neighbour{},
                                                .punctuated = marks}));
  }
  return signals;
}

template <class T>
void write(const fs::path& file, const std::vector<T>& values) {
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  if (!out.flush()) {
    std::println(stderr, "cannot write {}", file.string());
    std::exit(2);
  }
}

void write_signals(const Encoder& encoder, std::span<const Utterance> utterances, const fs::path& folder) {
  fs::create_directories(folder);
  write(folder / "vectors.f32", vectors_of(encoder, utterances));
  for (const bool marks : {true, false}) {
    std::vector<float> dense;
    std::vector<std::uint16_t> ngrams;
    std::vector<std::uint32_t> ends;
    for (const auto& signals : signals_of_all(utterances, texts_of(utterances, marks), marks)) {
      dense.insert(dense.end(), signals.dense.begin(), signals.dense.end());
      ngrams.insert(ngrams.end(), signals.ngrams.begin(), signals.ngrams.end());
      ends.push_back(static_cast<std::uint32_t>(ngrams.size()));
    }
    const std::string name = marks ? "marks" : "bare";
    write(folder / (name + ".dense.f32"), dense);
    write(folder / (name + ".ngrams.u16"), ngrams);
    write(folder / (name + ".ends.u32"), ends);
  }
  std::vector<std::uint8_t> classes;
  for (const auto& one : utterances) {
    const auto kind = one.action     ? UtteranceClass::action
                      : one.idea     ? UtteranceClass::idea
                      : one.question ? UtteranceClass::question
                      : one.noise    ? UtteranceClass::noise
                                     : UtteranceClass::statement;
    classes.push_back(static_cast<std::uint8_t>(kind));
  }
  write(folder / "classes.u8", classes);
  std::ofstream names(folder / "signals.txt");
  for (const auto name : signal_names()) std::println(names, "{}", name);
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::println(stderr, "cannot read {}", file.string());
    std::exit(2);
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

// A row a statement: vectors, dense signals, n-grams; and in places.u32 its transcript's number, first and last
// turn, and its place among the statements of the first.
void write_statements(const Encoder& encoder, std::span<char* const> transcripts, const fs::path& folder) {
  fs::create_directories(folder);
  std::vector<float> vectors, dense;
  std::vector<std::uint16_t> ngrams;
  std::vector<std::uint32_t> ends, places;
  for (std::uint32_t number = 0; number < transcripts.size(); ++number) {
    const auto transcript = must(read_transcript(bytes_of(transcripts[number])));
    const auto statements = statements_of(transcript.turns, {}).list;
    std::vector<std::string_view> texts;
    for (const auto& statement : statements) texts.push_back(statement.text);
    const auto rows = must(encoder.encode(texts));
    const auto heard = hear({.participants = transcript.participants}, statements, rows);
    vectors.insert(vectors.end(), rows.begin(), rows.end());
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const auto signals = outcome_signals_of(statements, heard, i);
      dense.insert(dense.end(), signals.dense.begin(), signals.dense.end());
      ngrams.insert(ngrams.end(), signals.ngrams.begin(), signals.ngrams.end());
      ends.push_back(static_cast<std::uint32_t>(ngrams.size()));
      places.insert(places.end(), {number, statements[i].first_turn, statements[i].last_turn, statements[i].offset});
    }
  }
  write(folder / "vectors.f32", vectors);
  write(folder / "dense.f32", dense);
  write(folder / "ngrams.u16", ngrams);
  write(folder / "ends.u32", ends);
  write(folder / "places.u32", places);
  std::ofstream names(folder / "signals.txt");
  for (const auto name : outcome_signal_names()) std::println(names, "{}", name);
}

struct Judged {
  std::vector<float> scores;
  std::vector<bool> truth;
};

// The area under precision over recall, ties taken together.
double average_precision(const Judged& judged) {
  std::vector<std::size_t> order(judged.scores.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, std::greater{}, [&](std::size_t i) { return judged.scores[i]; });
  const auto positives = static_cast<double>(std::ranges::count(judged.truth, true));
  double area = 0, found = 0, before = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    found += judged.truth[order[i]];
    const bool tied = i + 1 < order.size() && judged.scores[order[i + 1]] == judged.scores[order[i]];
    if (tied) continue;
    area += (found - before) / positives * found / static_cast<double>(i + 1);
    before = found;
  }
  return area;
}

// F1 of what scores at least `threshold`.
double f1_at(const Judged& judged, float threshold) {
  double right = 0, told = 0, there = 0;
  for (std::size_t i = 0; i < judged.scores.size(); ++i) {
    const bool tells = judged.scores[i] >= threshold;
    right += tells && judged.truth[i];
    told += tells;
    there += judged.truth[i];
  }
  return 2 * right / (told + there);
}

// Expected calibration error (Naeini et al. 2015): |said - seen| over ten bins of the scores, weighted by their sizes.
double calibration_error(const Judged& judged) {
  constexpr std::size_t kBins = 10;
  std::array<double, kBins> said{}, seen{};
  for (std::size_t i = 0; i < judged.scores.size(); ++i) {
    const auto bin = std::min(static_cast<std::size_t>(judged.scores[i] * kBins), kBins - 1);
    said[bin] += judged.scores[i];
    seen[bin] += judged.truth[i];
  }
  double sum = 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) sum += std::abs(said[bin] - seen[bin]);
  return sum / static_cast<double>(judged.scores.size());
}

class Targets {
 public:
  // Prints a figure and whether it is what the issue on memories wants.
  void at_least(std::string_view name, double figure, double wanted) {
    line(name, figure, wanted, figure >= wanted, ">=");
  }
  void at_most(std::string_view name, double figure, double wanted) {
    line(name, figure, wanted, figure <= wanted, "<=");
  }
  void told(std::string_view name, double figure) const { std::println("  {:<52} {:10.3f}", name, figure); }
  bool all_met() const { return met_; }

 private:
  void line(std::string_view name, double figure, double wanted, bool holds, std::string_view sign) {
    std::println("  {:<52} {:10.3f}   {} {:<8} {}", name, figure, sign, wanted, holds ? "ok" : "MISSED");
    met_ = met_ && holds;
  }
  bool met_ = true;
};

Judged judged(std::span<const Utterance> utterances, std::span<const UtteranceScores> scores, UtteranceClass kind,
              bool Utterance::* truth) {
  Judged all;
  for (std::size_t i = 0; i < utterances.size(); ++i) {
    all.scores.push_back(scores[i][kind]);
    all.truth.push_back(utterances[i].*truth);
  }
  return all;
}

void judge_rule(std::span<const Utterance> utterances, Targets& targets) {
  double noise = 0, noise_dropped = 0, content = 0, content_dropped = 0;
  for (const auto& one : utterances) {
    const bool dropped = is_backchannel(clean_text(one.text));
    (one.noise ? noise : content) += 1;
    if (dropped) (one.noise ? noise_dropped : content_dropped) += 1;
  }
  std::println("what is kept (a rule)");
  targets.at_least("share of the noise that is dropped", noise_dropped / noise, .80);
  targets.at_most("share of the content that is dropped", content_dropped / content, .01);
}

void judge_classifier(std::span<const Utterance> utterances, std::span<const float> vectors, bool marks,
                      Targets& targets) {
  const auto& classifier = UtteranceClassifier::shipped();
  std::vector<UtteranceScores> scores;
  scores.reserve(utterances.size());
  const auto texts = texts_of(utterances, marks);
  const auto began = ProcessorClock::now();
  const auto signals = signals_of_all(utterances, texts, marks);
  for (std::size_t i = 0; i < utterances.size(); ++i)
    scores.push_back(classifier.scores(vectors.subspan(i * kSemanticDimension, kSemanticDimension), signals[i]));
  const double seconds = std::chrono::duration<double>(ProcessorClock::now() - began).count();
  std::println("{}", marks ? "with marks" : "without marks");
  const auto of = [&](UtteranceClass kind, bool Utterance::* truth) { return judged(utterances, scores, kind, truth); };
  const auto noise = of(UtteranceClass::noise, &Utterance::noise);
  auto question = of(UtteranceClass::question, &Utterance::question);
  const auto action = of(UtteranceClass::action, &Utterance::action);
  const auto idea = of(UtteranceClass::idea, &Utterance::idea);
  // The product's rule: who writes marks asks with a question mark.
  for (std::size_t i = 0; marks && i < utterances.size(); ++i)
    question.scores[i] = utterances[i].text.contains('?') ? 1 : 0;
  targets.at_least("question F1", f1_at(question, kAsks), marks ? .97 : .58);
  targets.at_least("noise average precision", average_precision(noise), marks ? .92 : .90);
  if (!marks) {
    targets.at_least("action average precision", average_precision(action), .31);
    targets.at_least("idea average precision", average_precision(idea), .34);
  } else {
    targets.told("action average precision", average_precision(action));
    targets.told("idea average precision", average_precision(idea));
  }
  targets.told("action F1", f1_at(action, kActs));
  targets.told("idea F1", f1_at(idea, kProposes));
  targets.told("calibration error of actions", calibration_error(action));
  targets.told("calibration error of ideas", calibration_error(idea));
  targets.at_least("utterances a second on one core, without encoding",
                   static_cast<double>(utterances.size()) / seconds, 20'000);
}

int run(std::span<char* const> arguments) {
  const char* data = std::getenv("HEBB_DATA");
  const fs::path mrda = fs::path(data != nullptr ? data : "../shared") / "mrda";
  const auto encoder = must(Encoder::load({.model = must(find_model()), .precision = EncoderOptions::Precision::int8}));
  if (arguments.size() == 3 && std::string_view(arguments[1]) == "--signals") {
    write_signals(*encoder, read_utterances(mrda / "train.txt"), arguments[2]);
    return 0;
  }
  if (arguments.size() > 3 && std::string_view(arguments[1]) == "--statements") {
    write_statements(*encoder, arguments.subspan(3), arguments[2]);
    return 0;
  }
  if (arguments.size() != 1) {
    std::println(stderr, "usage: hebb_extraction_bench [--signals DIR | --statements DIR TRANSCRIPT…]");
    return 2;
  }
  const auto utterances = read_utterances(mrda / "val.txt");
  const auto vectors = vectors_of(*encoder, utterances);
  std::println("MRDA val: {} utterances; model int8 {}", utterances.size(),
               encoder->description().digest.substr(0, 12));
  Targets targets;
  judge_rule(utterances, targets);
  for (const bool marks : {true, false}) judge_classifier(utterances, vectors, marks, targets);
  return targets.all_met() ? 0 : 1;
}

}  // namespace
}  // namespace hebb::bench

int main(int argc, char** argv) {
  return hebb::bench::run({argv, static_cast<std::size_t>(argc)});
}
