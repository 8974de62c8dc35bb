#include "extract/heard.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "extract/signals.h"
#include "extract/terms.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kShortestName = 2;  // "Jo", but no initials

// The people of a meeting, by the words of their names.
class People {
 public:
  void add(const std::string& name, bool speaks) {
    if (!known_.insert(name).second) return;
    const auto proper = std::string_view(name).substr(0, name.find('('));  // not "(Minister of Health)"
    const auto& person = people_.emplace_back(Person{name, words_of(proper), speaks});
    const std::size_t place = people_.size() - 1;
    for (const auto& word : person.words) {
      auto& users = users_[word];
      if (users.empty() || users.back() != place) users.push_back(place);
    }
  }

  std::unordered_map<std::string, std::string> members() const {
    std::unordered_map<std::string, std::string> named;
    for (const Person& person : people_) {
      const std::string& name = speaker_meant(person);
      for (const auto& word : person.words) {
        if (word.size() < kShortestName || is_stop_word(word)) continue;
        const auto [entry, added] = named.emplace(word, name);
        if (!added && entry->second != name) entry->second.clear();
      }
    }
    return named;
  }

 private:
  struct Person {
    std::string name;
    std::vector<std::string> words;
    bool speaks = false;
  };

  // "Anna Schmidt", who is listed, is "Anna", who speaks, unless a third is Anna too.
  const std::string& speaker_meant(const Person& person) const {
    const Person* speaker = nullptr;
    for (const auto& word : person.words) {
      const auto& users = users_.at(word);
      if (person.speaks || users.size() != 2) continue;
      const Person& first = people_[users[0]];
      const Person& other = &first == &person ? people_[users[1]] : first;
      if (!other.speaks || !(is_within(person, other) || is_within(other, person))) continue;
      if (speaker != nullptr && speaker != &other) return person.name;
      speaker = &other;
    }
    return speaker != nullptr ? speaker->name : person.name;
  }

  static bool is_within(const Person& part, const Person& whole) {
    return std::ranges::all_of(part.words, [&](const auto& word) { return std::ranges::contains(whole.words, word); });
  }

  std::unordered_set<std::string> known_;
  std::vector<Person> people_;
  std::unordered_map<std::string, std::vector<std::size_t>> users_;  // of a word: their places in people_
};

// A meeting is taken as punctuated when a fair part of its statements ends with a mark.
MeetingManner manner_of(const Meeting& meeting, const std::vector<Statement>& statements,
                        const std::vector<Reading>& readings) {
  MeetingManner manner;
  People people;
  std::size_t marked = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const auto own = statements[i].own();
    marked += own.ends_with('.') || own.ends_with('?') || own.ends_with('!') || readings[i].sentences.size() > 1;
    if (statements[i].speaker) people.add(*statements[i].speaker, true);
  }
  for (const std::string& name : meeting.participants) people.add(name, false);
  manner.members = people.members();
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
