#include "recall/concept_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>
#include <utility>

#include "base/digest.h"
#include "recall/concept_hearing.h"
#include "text/normalise.h"
#include "text/noun_runs.h"

namespace hebb {
namespace {

constexpr ConceptParameters kParameters;

}  // namespace

class ConceptIndex::Project {
  using Heard = concept_hearing::Heard;
  using Key = concept_hearing::Key;
  using Mention = concept_hearing::Mention;
  using Phrase = concept_hearing::Phrase;
  using Word = concept_hearing::Word;
  static constexpr std::size_t kLongestPhrase = concept_hearing::kLongestPhrase;
  static constexpr std::uint32_t kNone = concept_hearing::kNone;

 public:
  explicit Project(std::string name, Heard heard = {}) : name_(std::move(name)), hearing_(std::move(heard)) {}

  bool empty() const { return heard().meetings.empty(); }

  void add(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories) {
    hearing_.add(std::move(meeting), memories);
    current_.reset();
  }

  void erase(const MeetingId& id) {
    if (hearing_.erase(id)) current_.reset();
  }

  const Heard& heard() const { return hearing_.heard(); }

  std::shared_ptr<const ProjectConcepts> concepts() {
    if (!current_) current_ = derived();
    return current_;
  }

 private:
  std::size_t memories() const {
    std::size_t sum = 0;
    for (const auto& [id, meeting] : heard().meetings) sum += meeting->meeting->episodes();
    return sum;
  }

  std::size_t contexts() const {
    std::size_t sum = 0;
    for (const auto& [id, meeting] : heard().meetings) {
      sum += std::max<std::size_t>(meeting->meeting->runs.size(), 1);
    }
    return sum;
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
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts(heard().keys.size());  // capital, inside
    for (const Word& word : heard().words) {
      if (word.uses == 0) continue;
      counts[word.key].first += word.capital;
      counts[word.key].second += word.inside;
    }
    capital_keys_.assign(heard().keys.size(), false);
    for (std::size_t i = 0; i < counts.size(); ++i)
      capital_keys_[i] = counts[i].first >= 2 && 10 * counts[i].first >= 7 * counts[i].second;
  }

  bool recurs(const Phrase& phrase) const {
    if (phrase.contexts < kParameters.least_contexts) return false;
    const std::size_t length = concept_hearing::length_of(phrase.keys);
    if (length == 1 && is_vague(heard().keys[phrase.keys[0]].text)) return false;
    const bool name = std::ranges::all_of(std::span(phrase.keys).first(length), [&](auto key) { return is_name(key); });
    const auto least = name || length > 1 ? kParameters.least_mentions_of_name : kParameters.least_mentions;
    if (phrase.mentions < least) return false;
    if (name) return true;
    if (!is_noun(heard().keys[phrase.keys[length - 1]])) return false;
    for (std::size_t i = 0; i + 1 < length; ++i) {
      if (!is_name(phrase.keys[i]) && is_verb(heard().keys[phrase.keys[i]])) return false;
    }
    const auto last = phrase.keys[length - 1];
    if (looks_like_quality(heard().keys[last].text) && written_[last].plural == kNone) return false;
    if (length > 1) return true;
    const float few = 1 - std::min(1.0f, static_cast<float>(total_contexts_) / kParameters.many_contexts);
    return residual_idf(phrase) >= kParameters.least_residual - few;
  }

  // Which phrases are concepts: those that recur, without those that are but a part of a longer one.
  std::vector<std::uint32_t> chosen() const {
    std::vector<std::uint32_t> recurring;
    for (std::uint32_t i = 0; i < heard().phrases.size(); ++i) {
      if (heard().phrases[i].mentions > 0 && recurs(heard().phrases[i])) recurring.push_back(i);
    }
    std::unordered_map<std::uint32_t, std::uint32_t> within;  // phrase -> the most mentions of a longer one
    for (const std::uint32_t i : recurring) {
      const std::size_t length = concept_hearing::length_of(heard().phrases[i].keys);
      const auto keys = std::span(heard().phrases[i].keys).first(length);
      for (std::size_t size = 1; size < length; ++size) {
        for (std::size_t first = 0; first + size <= length; ++first) {
          auto& most = within[hearing_.number_of(keys.subspan(first, size))];
          most = std::max(most, heard().phrases[i].mentions);
        }
      }
    }
    std::erase_if(recurring, [&](std::uint32_t i) {
      const auto most = within.find(i);
      return most != within.end() && static_cast<float>(most->second) >
                                         kParameters.most_within * static_cast<float>(heard().phrases[i].mentions);
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
    for (std::size_t i = 0; i < concept_hearing::length_of(phrase.keys); ++i) {
      const CommonForms& written = written_[phrase.keys[i]];
      const bool plural =
          written.singular == kNone || (written.plural != kNone && 2 * forms.plurals[i] > phrase.mentions);
      const Word& word = heard().words[plural ? written.plural : written.singular];
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
    written_.assign(heard().keys.size(), {});
    for (std::uint32_t i = 0; i < heard().words.size(); ++i) {
      const Word& word = heard().words[i];
      if (word.uses == 0) continue;
      CommonForms& forms = written_[word.key];
      auto& best = word.text == heard().keys[word.key].text ? forms.singular : forms.plural;
      if (best == kNone || word.uses > heard().words[best].uses ||
          (word.uses == heard().words[best].uses && word.text < heard().words[best].text))
        best = i;
    }
  }

  const Word& word_of(std::uint32_t key) const {
    const CommonForms& forms = written_[key];
    return heard().words[forms.singular == kNone ? forms.plural : forms.singular];
  }

  MemoryId id_of(const Phrase& phrase) const {
    Sha256 hash;
    hash.field("hebb concept 1").field(name_);
    for (std::size_t i = 0; i < concept_hearing::length_of(phrase.keys); ++i)
      hash.field(heard().keys[phrase.keys[i]].text);
    return MemoryId::of(hash.finish());
  }

  float idf(std::uint32_t key) const {
    const auto said = static_cast<float>(heard().phrases[hearing_.number_of(std::span(&key, 1))].mentions);
    return std::log1p(static_cast<float>(total_memories_) / said);
  }

  std::shared_ptr<const ProjectConcepts> derived() {
    total_memories_ = memories();
    total_contexts_ = contexts();
    find_capitals();
    find_common_forms();
    const auto numbers = chosen();
    auto out = std::make_shared<ProjectConcepts>();
    out->memories = total_memories_;
    std::vector<std::uint32_t> place(heard().phrases.size(), kNone);
    std::vector<std::pair<MemoryId, std::uint32_t>> order;
    order.reserve(numbers.size());
    for (const std::uint32_t number : numbers) order.emplace_back(id_of(heard().phrases[number]), number);
    std::ranges::sort(order);
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i].second] = i;
    out->concepts.resize(order.size());
    std::vector<Forms> forms(order.size());
    for (const auto& [id, meeting] : heard().meetings) {
      for (const Mention& mention : meeting->mentions) {
        const std::uint32_t at = place[mention.phrase];
        if (at == kNone) continue;
        const Ordinal ordinal = meeting->meeting->first + mention.place;
        out->concepts[at].mentions.push_back(ordinal);
        out->said.push_back({.ordinal = ordinal, .number = at});
        forms[at].add(mention);
      }
    }
    std::ranges::sort(out->said);
    for (std::uint32_t i = 0; i < order.size(); ++i) finish(out->concepts[i], order[i], forms[i]);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      for (const std::string& term : out->concepts[i].terms) out->by_term[term].push_back(i);
    }
    return out;
  }

  void finish(Concept& one, const std::pair<MemoryId, std::uint32_t>& order, const Forms& forms) const {
    const Phrase& phrase = heard().phrases[order.second];
    one.id = order.first;
    one.name = named(phrase, forms);
    one.contexts = phrase.contexts;
    std::ranges::sort(one.mentions);
    for (std::size_t i = 0; i < concept_hearing::length_of(phrase.keys); ++i) {
      for (auto& term : index_terms(word_of(phrase.keys[i]).text)) {
        one.terms.push_back(std::move(term));
        one.idf.push_back(idf(phrase.keys[i]));
      }
    }
  }

  std::string name_;
  concept_hearing::Hearing hearing_;
  std::shared_ptr<const ProjectConcepts> current_;  // null: something changed

  // While deriving.
  std::size_t total_memories_ = 0;
  std::size_t total_contexts_ = 0;
  std::vector<bool> capital_keys_;
  std::vector<CommonForms> written_;
};

ConceptIndex::ConceptIndex() : view_(std::make_shared<ConceptView>()) {}
ConceptIndex::~ConceptIndex() = default;
ConceptIndex::ConceptIndex(ConceptIndex&&) noexcept = default;
ConceptIndex& ConceptIndex::operator=(ConceptIndex&&) noexcept = default;

void ConceptIndex::add(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories) {
  auto& project = projects_[meeting->project];
  if (!project) project = std::make_unique<Project>(meeting->project);
  project->add(std::move(meeting), memories);
  view_.reset();
}

void ConceptIndex::erase(const CatalogMeeting& meeting) {
  const auto project = projects_.find(meeting.project);
  if (project == projects_.end()) return;
  project->second->erase(meeting.id);
  if (project->second->empty()) projects_.erase(project);
  view_.reset();
}

struct ConceptState {
  std::map<std::string, concept_hearing::Heard> projects;
};

std::shared_ptr<const ConceptState> ConceptIndex::state() const {
  auto state = std::make_shared<ConceptState>();
  for (const auto& [name, project] : projects_) state->projects.emplace(name, project->heard());
  return state;
}

void write(const ConceptState& state, SnapshotWriter& writer) {
  writer.value<std::uint64_t>(state.projects.size());
  for (const auto& [name, heard] : state.projects) {
    writer.text(name);
    heard.write(writer);
  }
}

void ConceptIndex::read(SnapshotReader& reader, const Catalog& catalog) {
  const std::size_t projects = reader.count(1);
  for (std::size_t i = 0; i < projects && !reader.failed(); ++i) {
    const std::string name = reader.text();
    auto heard = concept_hearing::Heard::read(reader, catalog);
    projects_[name] = std::make_unique<Project>(name, std::move(heard));
  }
  view_.reset();
}

std::shared_ptr<const ConceptView> ConceptIndex::view() {
  if (view_) return view_;
  auto next = std::make_shared<ConceptView>();
  for (const auto& [name, project] : projects_) next->projects.emplace(name, project->concepts());
  view_ = std::move(next);
  return view_;
}

}  // namespace hebb
