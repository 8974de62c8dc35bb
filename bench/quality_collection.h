// Meetings with marked questions, imported and indexed, that can be asked with any ranking. For quality_bench.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "embed/encoder.h"
#include "engine/derived.h"
#include "recall/judgement.h"
#include "recall/recall.h"

namespace hebb::bench {

// What is asked of the ranking, beside its parameters.
struct System {
  std::string name;
  RankingParameters parameters;
  bool activation = true;  // rank by F; without it, by h + M, as direct lists do
  bool reads = true;       // speakers, meetings, times, types and the kind of question are read from it
  bool focus = true;       // without it, the question stands for its focus
  std::size_t exact_scope = RecallOptions{}.exact_scope;  // above, candidates choose the meetings that are scored
};

struct MarkedQuestion {
  std::size_t meeting = 0;
  std::string text;
  std::vector<RelevantTurn> relevant;
};

// Thread safety: confined to one thread.
class Collection {
 public:
  struct Options {
    std::filesystem::path meetings;  // QMSum's files
    std::filesystem::path data_dir;  // kept, and used again when the meetings are there
    EncoderOptions::Precision precision = EncoderOptions::Precision::int8;
    std::size_t every = 1;    // `across` asks and searches every so many meetings only
    std::size_t grow_to = 0;  // so many memories, by copies (grown_store.h), which answer no question
    std::size_t caption_words =
        0;  // turns are cut as captions cut them, after so many words, and judged as turns; 0: whole
  };
  explicit Collection(const Options& options);  // ends the program when something is missing

  // As QMSum marks them, or those of a file as bench/data/README.md says.
  const std::vector<MarkedQuestion>& questions() const { return questions_; }
  std::vector<MarkedQuestion> pinpoint(const std::filesystem::path& file) const;

  struct Answers {
    std::vector<Figures> figures;       // a question each
    std::vector<std::size_t> meetings;  // of each question
  };
  Answers ask(const System& system, const std::vector<MarkedQuestion>& questions, bool across);
  std::size_t meetings() const { return ids_.size(); }
  std::size_t memories() const { return words_.size(); }
  const std::string& precision() const { return encoder_->description().precision; }

 private:
  struct Encoded {
    QuestionReading reading;
    std::vector<float> vectors;  // of the question, then of its focus
  };

  void import(const Options& options);
  void index(const Options& options);
  const Encoded& encoded(const std::string& question, const MemoryFilter& scope);

  std::size_t every_;
  std::unique_ptr<Encoder> encoder_;
  std::vector<std::string> names_;
  std::vector<MeetingId> ids_;
  std::vector<std::vector<std::size_t>> turn_words_;       // by meeting and turn
  std::vector<std::vector<std::uint32_t>> caption_turns_;  // by meeting and caption: the turn that it is cut from
  std::vector<MarkedQuestion> questions_;
  std::unique_ptr<DerivedIndexes> derived_;
  std::unordered_map<MemoryId, RankedPassage> words_;
  std::unordered_map<std::string, Encoded> encoded_;
};

}  // namespace hebb::bench
