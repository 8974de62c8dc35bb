#include "extract/heard.h"

#include <string>
#include <string_view>
#include <utility>

#include "extract/signals.h"
#include "extract/terms.h"
#include "text/normalise.h"

namespace hebb {
namespace {

void add_member(MeetingManner& manner, const std::string& name) {
  const auto proper = std::string_view(name).substr(0, name.find('('));  // not "(Minister of Health)"
  auto words = words_of(proper);
  const std::size_t shortest = words.size() == 1 ? 2 : 3;  // "Jo", but no initials
  for (auto& word : words) {
    if (word.size() < shortest || is_stop_word(word)) continue;
    const auto [entry, added] = manner.members.emplace(std::move(word), name);
    if (!added && entry->second != name) entry->second.clear();
  }
}

// A meeting is taken as punctuated when a fair part of its statements ends with a mark.
MeetingManner manner_of(const Meeting& meeting, const std::vector<Statement>& statements,
                        const std::vector<Reading>& readings) {
  MeetingManner manner;
  std::size_t marked = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const auto own = statements[i].own();
    marked += own.ends_with('.') || own.ends_with('?') || own.ends_with('!') || readings[i].sentences.size() > 1;
    if (statements[i].speaker) add_member(manner, *statements[i].speaker);
  }
  for (const std::string& name : meeting.participants) add_member(manner, name);
  manner.punctuated = marked * 4 >= statements.size();
  return manner;
}

// Of each statement what the classifier says of its sentences, each by its own words and the statement's vector.
std::vector<std::vector<UtteranceScores>> learnt_of(const std::vector<Statement>& statements,
                                                    const std::vector<Reading>& readings,
                                                    std::span<const float> vectors, bool punctuated) {
  struct Place {
    std::size_t statement;
    const Sentence* sentence;
  };
  std::vector<Place> places;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    for (const auto& sentence : readings[i].sentences) places.push_back({i, &sentence});
  }
  const auto beside = [&](std::size_t k, std::size_t other) -> Neighbour {
    if (other >= places.size()) return {};
    return {.sentence = places[other].sentence,
            .same_speaker = statements[places[k].statement].speaker == statements[places[other].statement].speaker};
  };
  std::vector<std::vector<UtteranceScores>> scores(statements.size());
  for (std::size_t k = 0; k < places.size(); ++k) {
    const auto [i, sentence] = places[k];
    const auto signals =
        signals_of(*sentence, {.before = beside(k, k - 1), .after = beside(k, k + 1), .punctuated = punctuated});
    scores[i].push_back(
        UtteranceClassifier::shipped().scores(vectors.subspan(i * kSemanticDimension, kSemanticDimension), signals));
  }
  return scores;
}

}  // namespace

HeardMeeting hear(const Meeting& meeting, const std::vector<Statement>& statements, std::span<const float> vectors) {
  HEBB_CHECK(vectors.size() == statements.size() * kSemanticDimension);
  HeardMeeting heard;
  heard.readings.reserve(statements.size());
  for (const auto& statement : statements) heard.readings.push_back(read(statement.own()));
  heard.manner = manner_of(meeting, statements, heard.readings);
  heard.learnt = learnt_of(statements, heard.readings, vectors, heard.manner.punctuated);
  heard.uptakes.reserve(statements.size());
  for (std::size_t i = 0; i < statements.size(); ++i) heard.uptakes.push_back(uptake_of(statements, heard.readings, i));
  return heard;
}

}  // namespace hebb
