#include "recall/concept_choice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "text/normalise.h"

namespace hebb {
namespace {

using concept_hearing::Heard;
using concept_hearing::HeardMeeting;
using concept_hearing::Key;
using concept_hearing::Keys;
using concept_hearing::keys_of;
using concept_hearing::KeysHash;
using concept_hearing::kLongestPhrase;
using concept_hearing::kNone;
using concept_hearing::length_of;
using concept_hearing::Mention;
using concept_hearing::Phrase;
using concept_hearing::Word;

constexpr ConceptParameters kParameters;

class ConceptChoice {
 public:
  ConceptChoice(const std::string& project, const Heard& heard) : project_(project), heard_(heard) {}

  std::shared_ptr<const ProjectConcepts> made() {
    const auto numbers = found();
    auto out = std::make_shared<ProjectConcepts>();
    out->memories = total_memories_;
    std::vector<std::pair<MemoryId, std::uint32_t>> order;
    order.reserve(numbers.size());
    for (const std::uint32_t number : numbers) order.emplace_back(id_of(heard_.phrases[number]), number);
    std::ranges::sort(order);
    out->concepts.resize(order.size());
    const auto forms = mention(order, *out);
    for (std::uint32_t i = 0; i < order.size(); ++i) finish(out->concepts[i], order[i], forms[i]);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      for (const std::string& term : out->concepts[i].terms) out->by_term[term].push_back(i);
    }
    return out;
  }

  // Numbers of the phrases that are concepts.
  std::vector<std::uint32_t> found() {
    count();
    find_capitals();
    find_common_forms();
    return chosen();
  }

 private:
  void count() {
    meetings_.reserve(heard_.meetings.size());
    for (const auto& [id, meeting] : heard_.meetings) {
      meetings_.push_back(meeting.get());
      total_memories_ += meeting->meeting->episodes();
      total_contexts_ += std::max<std::size_t>(meeting->meeting->runs.size(), 1);
    }
    std::ranges::sort(meetings_, {}, [](const HeardMeeting* one) { return one->meeting->first; });
    said_alone_.assign(heard_.keys.size(), 0);
    for (const Phrase& phrase : heard_.phrases) {
      if (phrase.mentions > 0 && length_of(phrase.keys) == 1) said_alone_[phrase.keys[0]] = phrase.mentions;
    }
  }

  // Bits by which what is said in few contexts many times differs from what is strewn over as many mentions at random.
  float residual_idf(const Phrase& phrase) const {
    const auto all = static_cast<float>(total_contexts_);
    return std::log2(1 - std::exp(-static_cast<float>(phrase.mentions) / all)) -
           std::log2(static_cast<float>(phrase.contexts) / all);
  }

  bool is_noun(const Key& key) const {
    const std::uint32_t told = key.noun + key.verb + key.quality;
    return told > 0 && static_cast<float>(key.noun) >= kParameters.least_noun * static_cast<float>(told);
  }

  bool is_verb(const Key& key) const {
    const std::uint32_t told = key.noun + key.verb + key.quality;
    return static_cast<float>(key.verb) > kParameters.most_verb * static_cast<float>(told);
  }

  bool is_name(std::uint32_t key) const { return capital_keys_[key]; }

  void find_capitals() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts(heard_.keys.size());  // capital, inside
    for (const Word& word : heard_.words) {
      if (word.uses == 0) continue;
      counts[word.key].first += word.capital;
      counts[word.key].second += word.inside;
    }
    capital_keys_.assign(heard_.keys.size(), false);
    for (std::size_t i = 0; i < counts.size(); ++i)
      capital_keys_[i] = counts[i].first >= 2 && 10 * counts[i].first >= 7 * counts[i].second;
  }

  bool recurs(const Phrase& phrase) const {
    if (phrase.contexts < kParameters.least_contexts) return false;
    const std::size_t length = length_of(phrase.keys);
    if (length == 1 && is_vague(heard_.keys[phrase.keys[0]].text)) return false;
    const bool name = std::ranges::all_of(std::span(phrase.keys).first(length), [&](auto key) { return is_name(key); });
    const auto least = name || length > 1 ? kParameters.least_mentions_of_name : kParameters.least_mentions;
    if (phrase.mentions < least) return false;
    if (name) return true;
    if (!is_noun(heard_.keys[phrase.keys[length - 1]])) return false;
    for (std::size_t i = 0; i + 1 < length; ++i) {
      if (!is_name(phrase.keys[i]) && is_verb(heard_.keys[phrase.keys[i]])) return false;
    }
    const auto last = phrase.keys[length - 1];
    if (looks_like_quality(heard_.keys[last].text) && written_[last].plural == kNone) return false;
    if (length > 1) return true;
    const float few = 1 - std::min(1.0f, static_cast<float>(total_contexts_) / kParameters.many_contexts);
    return residual_idf(phrase) >= kParameters.least_residual - few;
  }

  // Which phrases are concepts: those that recur, without those that are but a part of a longer one.
  std::vector<std::uint32_t> chosen() const {
    std::vector<std::uint32_t> recurring;
    for (std::uint32_t i = 0; i < heard_.phrases.size(); ++i) {
      if (heard_.phrases[i].mentions > 0 && recurs(heard_.phrases[i])) recurring.push_back(i);
    }
    std::unordered_map<Keys, std::uint32_t, KeysHash> within;  // of each of these, the most mentions of a longer one
    for (const std::uint32_t i : recurring) within.emplace(heard_.phrases[i].keys, 0);
    for (const std::uint32_t i : recurring) {
      const Phrase& phrase = heard_.phrases[i];
      const std::size_t length = length_of(phrase.keys);
      for (std::size_t size = 1; size < length; ++size) {
        for (std::size_t first = 0; first + size <= length; ++first) {
          const auto part = within.find(keys_of(std::span(phrase.keys).subspan(first, size)));
          if (part != within.end()) part->second = std::max(part->second, phrase.mentions);
        }
      }
    }
    std::erase_if(recurring, [&](std::uint32_t i) {
      const Phrase& phrase = heard_.phrases[i];
      return static_cast<float>(within.at(phrase.keys)) > kParameters.most_within * static_cast<float>(phrase.mentions);
    });
    return recurring;
  }

  // How often a concept's mentions are written in what way, by word.
  struct Forms {
    using Counts = std::array<std::uint32_t, kLongestPhrase>;
    Counts hyphens{}, plurals{}, capitals{};
    std::uint32_t opens = 0;

    void add(const Mention& mention) {
      const auto count = [](Counts& counts, std::uint8_t bits) {
        for (std::size_t i = 0; i < kLongestPhrase; ++i) counts[i] += bits >> i & 1U;
      };
      count(hyphens, mention.hyphens);
      count(plurals, mention.plurals);
      count(capitals, mention.capitals);
      opens += mention.opens;
    }
  };

  static void raise(std::string& text, std::size_t letters) {
    for (char& c : std::span(text).first(letters)) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }

  // In the number, the case and with the hyphens that most mentions have.
  std::string named(const Phrase& phrase, const Forms& forms) const {
    std::string name;
    for (std::size_t i = 0; i < length_of(phrase.keys); ++i) {
      const CommonForms& written = written_[phrase.keys[i]];
      const bool plural =
          written.singular == kNone || (written.plural != kNone && 2 * forms.plurals[i] > phrase.mentions);
      const Word& word = heard_.words[plural ? written.plural : written.singular];
      std::string text = word.text;
      const std::uint32_t inside = phrase.mentions - (i == 0 ? forms.opens : 0);
      const bool capital = inside > 0 ? 2 * forms.capitals[i] > inside : 2 * word.capital > word.inside;
      if (capital || 2 * word.capitals > word.inside) raise(text, 2 * word.capitals > word.inside ? text.size() : 1);
      if (i > 0) name += 2 * forms.hyphens[i] > phrase.mentions ? '-' : ' ';
      name += text;
    }
    return name;
  }

  // A key's commonest words: the one that is its singular and the one that is not.
  struct CommonForms {
    std::uint32_t singular = kNone;
    std::uint32_t plural = kNone;
  };

  void find_common_forms() {
    written_.assign(heard_.keys.size(), {});
    for (std::uint32_t i = 0; i < heard_.words.size(); ++i) {
      const Word& word = heard_.words[i];
      if (word.uses == 0) continue;
      CommonForms& forms = written_[word.key];
      auto& best = word.text == heard_.keys[word.key].text ? forms.singular : forms.plural;
      if (best == kNone || word.uses > heard_.words[best].uses ||
          (word.uses == heard_.words[best].uses && word.text < heard_.words[best].text))
        best = i;
    }
  }

  const Word& word_of(std::uint32_t key) const {
    const CommonForms& forms = written_[key];
    return heard_.words[forms.singular == kNone ? forms.plural : forms.singular];
  }

  MemoryId id_of(const Phrase& phrase) const {
    Sha256 hash;
    hash.field("hebb concept 1").field(project_);
    for (std::size_t i = 0; i < length_of(phrase.keys); ++i) hash.field(heard_.keys[phrase.keys[i]].text);
    return MemoryId::of(hash.finish());
  }

  float idf(std::uint32_t key) const {
    return std::log1p(static_cast<float>(total_memories_) / static_cast<float>(said_alone_[key]));
  }

  // Where the chosen are said, ascending, and how each is written there.
  std::vector<Forms> mention(std::span<const std::pair<MemoryId, std::uint32_t>> order, ProjectConcepts& out) const {
    std::vector<std::uint32_t> place(heard_.phrases.size(), kNone);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      const Phrase& phrase = heard_.phrases[order[i].second];
      place[order[i].second] = i;
      out.concepts[i].mentions.reserve(phrase.mentions);
    }
    std::vector<Forms> forms(order.size());
    for (const HeardMeeting* meeting : meetings_) {
      for (const Mention& mention : meeting->mentions) {
        const std::uint32_t at = place[mention.phrase];
        if (at == kNone) continue;
        const Ordinal ordinal = meeting->meeting->first + mention.place;
        out.concepts[at].mentions.push_back(ordinal);
        out.said.push_back({.ordinal = ordinal, .number = at});
        forms[at].add(mention);
      }
    }
    for (auto said = out.said.begin(); said != out.said.end();) {  // each memory's, by number
      const auto next =
          std::find_if(said, out.said.end(), [&](const auto& one) { return one.ordinal != said->ordinal; });
      std::sort(said, next);
      said = next;
    }
    return forms;
  }

  // Index terms of a key's word: a word is in many concepts.
  const std::vector<std::string>& terms_of(std::uint32_t key) {
    const auto [known, added] = terms_.try_emplace(key);
    if (added) known->second = index_terms(word_of(key).text);
    return known->second;
  }

  void finish(Concept& one, const std::pair<MemoryId, std::uint32_t>& order, const Forms& forms) {
    const Phrase& phrase = heard_.phrases[order.second];
    one.id = order.first;
    one.name = named(phrase, forms);
    one.contexts = phrase.contexts;
    for (std::size_t i = 0; i < length_of(phrase.keys); ++i) {
      for (const auto& term : terms_of(phrase.keys[i])) {
        one.terms.push_back(term);
        one.idf.push_back(idf(phrase.keys[i]));
      }
    }
  }

  const std::string& project_;
  const Heard& heard_;
  std::vector<const HeardMeeting*> meetings_;  // by ordinal
  std::size_t total_memories_ = 0;
  std::size_t total_contexts_ = 0;
  std::vector<bool> capital_keys_;
  std::vector<CommonForms> written_;
  std::unordered_map<std::uint32_t, std::vector<std::string>> terms_;  // of a key
  std::vector<std::uint32_t> said_alone_;                              // mentions of each key as a phrase of its own
};

}  // namespace

std::shared_ptr<const ProjectConcepts> concepts_heard(const std::string& project, const Heard& heard) {
  return ConceptChoice(project, heard).made();
}

std::size_t count_of_concepts(const std::string& project, const Heard& heard) {
  return ConceptChoice(project, heard).found().size();
}

}  // namespace hebb
