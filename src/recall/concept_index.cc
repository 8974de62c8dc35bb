#include "recall/concept_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>
#include <utility>

#include "base/digest.h"
#include "text/normalise.h"
#include "text/noun_runs.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestPhrase = 4;
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr ConceptParameters kParameters;

using Keys = std::array<std::uint32_t, kLongestPhrase>;  // kNone behind the last

std::size_t length_of(const Keys& keys) {
  return static_cast<std::size_t>(std::ranges::find(keys, kNone) - keys.begin());
}

Keys keys_of(std::span<const std::uint32_t> words) {
  Keys keys;
  keys.fill(kNone);
  std::ranges::copy(words, keys.begin());
  return keys;
}

struct KeysHash {
  std::size_t operator()(const Keys& keys) const {
    std::uint64_t hash = 0;
    for (const std::uint32_t key : keys) hash = (hash ^ key) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 32U;
  }
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Numbers = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

}  // namespace

class ConceptIndex::Project {
 public:
  explicit Project(std::string name) : name_(std::move(name)) {}

  bool empty() const { return meetings_.empty(); }

  void add(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories) {
    Heard heard{.meeting = std::move(meeting)};
    std::uint32_t place = 0;
    for (const Memory& memory : memories) {
      if (memory.level == Level::episode) hear(memory.text, place++, heard);
    }
    count(heard, 1);
    const MeetingId id = heard.meeting->id;
    meetings_.insert_or_assign(id, std::move(heard));
    current_.reset();
  }

  void erase(const MeetingId& id) {
    const auto found = meetings_.find(id);
    if (found == meetings_.end()) return;
    count(found->second, -1);
    forget(found->second);
    meetings_.erase(found);
    current_.reset();
  }

  std::shared_ptr<const ProjectConcepts> concepts() {
    if (!current_) current_ = derived();
    return current_;
  }

 private:
  // A word as it is written, without regard to case.
  struct Word {
    std::string text;
    std::uint32_t key = 0;
    std::uint32_t uses = 0;
    std::uint32_t inside = 0;    // uses that begin no sentence
    std::uint32_t capital = 0;   // of these with a capital
    std::uint32_t capitals = 0;  // of these in capitals
  };
  // A singular.
  struct Key {
    std::string text;
    std::uint32_t uses = 0;
    std::uint32_t noun = 0;
    std::uint32_t verb = 0;
    std::uint32_t quality = 0;
  };
  struct Phrase {
    Keys keys;
    std::uint32_t mentions = 0;
    std::uint32_t contexts = 0;
  };
  // One phrase of one memory.
  struct Mention {
    std::uint32_t place = 0;  // of the memory among its meeting's L2
    std::uint32_t phrase = 0;
    // Bit i is of its word i.
    std::uint8_t hyphens = 0;   // one stands before it
    std::uint8_t plurals = 0;   // it is not written as its singular
    std::uint8_t capitals = 0;  // it has a capital
    bool opens = false;         // a sentence, so that the capital of its first word tells nothing

    friend auto operator<=>(const Mention&, const Mention&) = default;
  };
  struct WordUse {
    std::uint32_t word = 0;
    RunOpening as = RunOpening::other;
    bool inside = false;
    bool capital = false;
    bool capitals = false;
  };
  struct Heard {
    std::shared_ptr<const CatalogMeeting> meeting;
    std::vector<Mention> mentions;  // by place
    std::vector<WordUse> words;
  };

  std::uint32_t key_number(const std::string& text) {
    const auto [place, created] = key_numbers_.try_emplace(text, static_cast<std::uint32_t>(keys_.size()));
    if (created) keys_.push_back({.text = text});
    return place->second;
  }

  std::uint32_t word_number(const std::string& text) {
    const auto [place, created] = word_numbers_.try_emplace(text, static_cast<std::uint32_t>(words_.size()));
    if (created) words_.push_back({.text = text, .key = key_number(singular(text))});
    return place->second;
  }

  std::uint32_t phrase_number(const Keys& keys) {
    const auto [place, created] = phrase_numbers_.try_emplace(keys, static_cast<std::uint32_t>(phrases_.size()));
    if (created) phrases_.push_back({.keys = keys});
    return place->second;
  }

  void hear(std::string_view text, std::uint32_t place, Heard& heard) {
    std::vector<std::uint32_t> numbers;
    std::vector<std::uint32_t> keys;
    const auto begin = heard.mentions.size();
    for (const NounRun& run : noun_runs(text)) {
      numbers.clear();
      keys.clear();
      for (std::size_t i = 0; i < run.words.size(); ++i) {
        const PlacedWord& placed = run.words[i];
        WordUse use{.word = word_number(placed.word),
                    .inside = !placed.opens,
                    .capital = placed.capital,
                    .capitals = placed.all_capital};
        const bool last = i + 1 == run.words.size() && run.closed;
        if (run.opening == RunOpening::noun && last) use.as = RunOpening::noun;
        if (run.opening == RunOpening::verb && i == 0) use.as = RunOpening::verb;
        if (run.opening == RunOpening::quality && last && i == 0) use.as = RunOpening::quality;
        numbers.push_back(use.word);
        keys.push_back(words_[use.word].key);
        heard.words.push_back(use);
      }
      for (std::size_t first = 0; first < keys.size(); ++first) {
        Mention mention{.place = place};
        for (std::size_t length = 1; length <= std::min(kLongestPhrase, keys.size() - first); ++length) {
          const std::size_t last = first + length - 1;
          const PlacedWord& placed = run.words[last];
          const auto set = [&](std::uint8_t& bits, bool bit) {
            if (bit) bits = static_cast<std::uint8_t>(bits | 1U << (length - 1));
          };
          set(mention.hyphens, length > 1 && placed.hyphened);
          set(mention.plurals, words_[numbers[last]].text != keys_[keys[last]].text);
          set(mention.capitals, placed.capital && !placed.opens);
          mention.opens = mention.opens || (length == 1 && placed.opens);
          mention.phrase = phrase_number(keys_of(std::span(keys).subspan(first, length)));
          heard.mentions.push_back(mention);
        }
      }
    }
    // What a memory says twice it mentions once.
    const auto said =
        std::ranges::subrange(heard.mentions.begin() + static_cast<std::ptrdiff_t>(begin), heard.mentions.end());
    std::ranges::sort(said);
    const auto again = std::ranges::unique(said, {}, &Mention::phrase);
    heard.mentions.erase(again.begin(), again.end());
  }

  // Adds or takes back what a meeting contributes.
  void count(const Heard& heard, std::int32_t sign) {
    const auto change = [sign](std::uint32_t& number) { number += static_cast<std::uint32_t>(sign); };
    for (const WordUse& use : heard.words) {
      Word& word = words_[use.word];
      Key& key = keys_[word.key];
      change(word.uses);
      change(key.uses);
      if (use.inside) change(word.inside);
      if (use.inside && use.capital) change(word.capital);
      if (use.inside && use.capitals) change(word.capitals);
      if (use.as == RunOpening::noun) change(key.noun);
      if (use.as == RunOpening::verb) change(key.verb);
      if (use.as == RunOpening::quality) change(key.quality);
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> contexts;  // phrase, context
    std::uint32_t context = 0;
    const auto& runs = heard.meeting->runs;
    for (const Mention& mention : heard.mentions) {
      change(phrases_[mention.phrase].mentions);
      while (context + 1 < runs.size() && mention.place >= runs[context].end) ++context;
      contexts.emplace_back(mention.phrase, context);
    }
    std::ranges::sort(contexts);
    const auto again = std::ranges::unique(contexts);
    contexts.erase(again.begin(), again.end());
    for (const auto& [phrase, in] : contexts) change(phrases_[phrase].contexts);
  }

  // Nothing of an erased meeting's words stays behind.
  void forget(const Heard& heard) {
    for (const Mention& mention : heard.mentions) {
      if (phrases_[mention.phrase].mentions == 0) phrase_numbers_.erase(phrases_[mention.phrase].keys);
    }
    for (const WordUse& use : heard.words) {
      Word& word = words_[use.word];
      if (word.uses > 0) continue;
      Key& key = keys_[word.key];
      if (key.uses == 0) {
        key_numbers_.erase(key.text);
        key.text.clear();
      }
      word_numbers_.erase(word.text);
      word.text.clear();
    }
  }

  std::size_t memories() const {
    std::size_t sum = 0;
    for (const auto& [id, heard] : meetings_) sum += heard.meeting->episodes();
    return sum;
  }

  std::size_t contexts() const {
    std::size_t sum = 0;
    for (const auto& [id, heard] : meetings_) sum += std::max<std::size_t>(heard.meeting->runs.size(), 1);
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
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts(keys_.size());  // capital, inside
    for (const Word& word : words_) {
      if (word.uses == 0) continue;
      counts[word.key].first += word.capital;
      counts[word.key].second += word.inside;
    }
    capital_keys_.assign(keys_.size(), false);
    for (std::size_t i = 0; i < counts.size(); ++i)
      capital_keys_[i] = counts[i].first >= 2 && 10 * counts[i].first >= 7 * counts[i].second;
  }

  bool recurs(const Phrase& phrase) const {
    if (phrase.contexts < kParameters.least_contexts) return false;
    const std::size_t length = length_of(phrase.keys);
    if (length == 1 && is_vague(keys_[phrase.keys[0]].text)) return false;
    const bool name = std::ranges::all_of(std::span(phrase.keys).first(length), [&](auto key) { return is_name(key); });
    const auto least = name || length > 1 ? kParameters.least_mentions_of_name : kParameters.least_mentions;
    if (phrase.mentions < least) return false;
    if (name) return true;
    if (!is_noun(keys_[phrase.keys[length - 1]])) return false;
    for (std::size_t i = 0; i + 1 < length; ++i) {
      if (!is_name(phrase.keys[i]) && is_verb(keys_[phrase.keys[i]])) return false;
    }
    const auto last = phrase.keys[length - 1];
    if (looks_like_quality(keys_[last].text) && written_[last].plural == kNone) return false;
    if (length > 1) return true;
    const float few = 1 - std::min(1.0f, static_cast<float>(total_contexts_) / kParameters.many_contexts);
    return residual_idf(phrase) >= kParameters.least_residual - few;
  }

  // Which phrases are concepts: those that recur, without those that are but a part of a longer one.
  std::vector<std::uint32_t> chosen() const {
    std::vector<std::uint32_t> recurring;
    for (std::uint32_t i = 0; i < phrases_.size(); ++i) {
      if (phrases_[i].mentions > 0 && recurs(phrases_[i])) recurring.push_back(i);
    }
    std::unordered_map<std::uint32_t, std::uint32_t> within;  // phrase -> the most mentions of a longer one
    for (const std::uint32_t i : recurring) {
      const std::size_t length = length_of(phrases_[i].keys);
      const auto keys = std::span(phrases_[i].keys).first(length);
      for (std::size_t size = 1; size < length; ++size) {
        for (std::size_t first = 0; first + size <= length; ++first) {
          const auto part = phrase_numbers_.find(keys_of(keys.subspan(first, size)));
          auto& most = within[part->second];
          most = std::max(most, phrases_[i].mentions);
        }
      }
    }
    std::erase_if(recurring, [&](std::uint32_t i) {
      const auto most = within.find(i);
      return most != within.end() &&
             static_cast<float>(most->second) > kParameters.most_within * static_cast<float>(phrases_[i].mentions);
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
      const Word& word = words_[plural ? written.plural : written.singular];
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
    written_.assign(keys_.size(), {});
    for (std::uint32_t i = 0; i < words_.size(); ++i) {
      const Word& word = words_[i];
      if (word.uses == 0) continue;
      CommonForms& forms = written_[word.key];
      auto& best = word.text == keys_[word.key].text ? forms.singular : forms.plural;
      if (best == kNone || word.uses > words_[best].uses ||
          (word.uses == words_[best].uses && word.text < words_[best].text))
        best = i;
    }
  }

  const Word& word_of(std::uint32_t key) const {
    const CommonForms& forms = written_[key];
    return words_[forms.singular == kNone ? forms.plural : forms.singular];
  }

  MemoryId id_of(const Phrase& phrase) const {
    Sha256 hash;
    hash.field("hebb concept 1").field(name_);
    for (std::size_t i = 0; i < length_of(phrase.keys); ++i) hash.field(keys_[phrase.keys[i]].text);
    return MemoryId::of(hash.finish());
  }

  float idf(std::uint32_t key) const {
    const auto single = phrase_numbers_.find(keys_of(std::span(&key, 1)));
    const auto said = static_cast<float>(phrases_[single->second].mentions);
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
    std::vector<std::uint32_t> place(phrases_.size(), kNone);
    std::vector<std::pair<MemoryId, std::uint32_t>> order;
    order.reserve(numbers.size());
    for (const std::uint32_t number : numbers) order.emplace_back(id_of(phrases_[number]), number);
    std::ranges::sort(order);
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i].second] = i;
    out->concepts.resize(order.size());
    std::vector<Forms> forms(order.size());
    for (const auto& [id, heard] : meetings_) {
      for (const Mention& mention : heard.mentions) {
        const std::uint32_t at = place[mention.phrase];
        if (at == kNone) continue;
        const Ordinal ordinal = heard.meeting->first + mention.place;
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
    const Phrase& phrase = phrases_[order.second];
    one.id = order.first;
    one.name = named(phrase, forms);
    one.contexts = phrase.contexts;
    std::ranges::sort(one.mentions);
    for (std::size_t i = 0; i < length_of(phrase.keys); ++i) {
      for (auto& term : index_terms(word_of(phrase.keys[i]).text)) {
        one.terms.push_back(std::move(term));
        one.idf.push_back(idf(phrase.keys[i]));
      }
    }
  }

  std::string name_;
  Numbers word_numbers_;
  std::vector<Word> words_;
  Numbers key_numbers_;
  std::vector<Key> keys_;
  std::unordered_map<Keys, std::uint32_t, KeysHash> phrase_numbers_;
  std::vector<Phrase> phrases_;
  std::map<MeetingId, Heard> meetings_;
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

std::shared_ptr<const ConceptView> ConceptIndex::view() {
  if (view_) return view_;
  auto next = std::make_shared<ConceptView>();
  for (const auto& [name, project] : projects_) next->projects.emplace(name, project->concepts());
  view_ = std::move(next);
  return view_;
}

}  // namespace hebb
